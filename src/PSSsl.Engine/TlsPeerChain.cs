using System;
using System.Collections.Generic;
using System.Security.Cryptography.X509Certificates;

namespace PSSsl.Engine;

/// <summary>What the peer showed of itself.</summary>
public sealed class TlsPeerChain
{
    internal TlsPeerChain(IReadOnlyList<X509Certificate2> certificates, byte[]? ocspResponse)
    {
        Certificates = certificates;
        OcspResponse = ocspResponse;
    }

    /// <summary>Its certificates in the order it sent them, its own first.</summary>
    public IReadOnlyList<X509Certificate2> Certificates { get; }

    /// <summary>What the handshake needs its key for: signatures, or, with RSA key transport, decryption.</summary>
    public X509KeyUsageFlags NeededUsage { get; internal init; }

    /// <summary>The OCSP response it stapled (RFC 6066, 8), DER, or null.</summary>
    public byte[]? OcspResponse { get; }
}

/// <summary>Why a chain is refused.</summary>
public sealed class TlsRefusal
{
    /// <summary>Makes a refusal.</summary>
    /// <param name="alert">The alert the peer is sent (RFC 8446, 6).</param>
    /// <param name="reason">What the caller of the engine is told.</param>
    public TlsRefusal(int alert, Exception reason)
    {
        Alert = alert;
        Reason = reason;
    }

    /// <summary>The alert the peer is sent.</summary>
    public int Alert { get; }

    /// <summary>What the caller of the engine is told.</summary>
    public Exception Reason { get; }
}
