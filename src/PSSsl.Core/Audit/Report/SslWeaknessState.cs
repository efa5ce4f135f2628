namespace PSSsl;

/// <summary>Whether a server has a weakness.</summary>
public enum SslWeaknessState
{
    /// <summary>It could not be found out, which does not mean that the server is safe.</summary>
    Unknown,

    /// <summary>It does not have it.</summary>
    NotVulnerable,

    /// <summary>It has it.</summary>
    Vulnerable,
}
