namespace PSSsl.Commands.Completion;

/// <summary>Forms of a revocation list's file.</summary>
internal enum CrlFormat
{
    /// <summary>Binary.</summary>
    Der,

    /// <summary>Text (RFC 7468).</summary>
    Pem,
}
