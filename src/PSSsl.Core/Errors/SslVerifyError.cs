using System;
using System.Security.Cryptography.X509Certificates;

namespace PSSsl;

/// <summary>One reason why a peer's certificate is not accepted.</summary>
public sealed class SslVerifyError : IEquatable<SslVerifyError>
{
    internal SslVerifyError(SslErrorCode code, int depth, X509Certificate2? certificate, string message, string? reference = null)
    {
        Code = code;
        Depth = depth;
        Certificate = certificate;
        Message = message;
        Reference = reference;
    }

    /// <summary>The kind of fault.</summary>
    internal SslErrorCode Code { get; }

    /// <summary>Place in the chain: 0 is the peer's own certificate; -1 if the fault belongs to no element.</summary>
    public int Depth { get; }

    /// <summary>The certificate that has the fault, if it belongs to one.</summary>
    internal X509Certificate2? Certificate { get; }

    /// <summary>Its subject, empty if the fault belongs to no certificate.</summary>
    public string Subject => HarmlessText.Of(Certificate?.Subject ?? string.Empty);

    /// <summary>What is wrong and what to do, one sentence.</summary>
    public string Message { get; }

    /// <summary>The rule that is broken, for example <c>RFC 5280, 4.1.2.5</c>.</summary>
    public string? Reference { get; }

    /// <summary>The certificate that has the fault, if it belongs to one.</summary>
    public X509Certificate2? GetCertificate() => Certificate;

    /// <summary>The same fault at the same place.</summary>
    /// <param name="other">The other one.</param>
    public bool Equals(SslVerifyError? other) =>
        other is not null
            && (Code, Depth, Message, Reference, Subject) == (other.Code, other.Depth, other.Message, other.Reference, other.Subject);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SslVerifyError);

    /// <inheritdoc/>
    public override int GetHashCode() => (Code, Depth, Message).GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => Depth < 0 ? Message : $"depth {Depth}: {Message}";
}
