namespace PSSsl;

/// <summary>How bad a finding is.</summary>
public enum SslSeverity
{
    /// <summary>Worth knowing.</summary>
    Info,

    /// <summary>Better done otherwise.</summary>
    Low,

    /// <summary>To be changed at the next occasion.</summary>
    Medium,

    /// <summary>To be changed soon.</summary>
    High,

    /// <summary>To be changed now.</summary>
    Critical,
}
