using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Certificates;
using PSSsl.Engine;
using PSSsl.Sockets;
using PSSsl.Trust;

namespace PSSsl.Commands.Arguments;

/// <summary>
/// Makes certificates again of what they became on their way through CLIXML. Everything that is in a certificate is read anew from its
/// bytes; what verification found elsewhere is kept as it was told.
/// </summary>
internal static class DeserializedCertificate
{
    private const string Platforms = "System.Security.Cryptography.X509Certificates.X509Certificate2";

    /// <returns>A <see cref="PeerCertificate"/>, <see cref="SslCertificate"/> or X509Certificate2; null if it is none of these from
    /// elsewhere.</returns>
    /// <exception cref="SslException">It was a certificate, and nothing of it is left that could be read.</exception>
    internal static object? TryRead(object? value)
    {
        if (Deserialized.OriginOf(value) is not { } origin)
            return null;
        var bag = (PSObject)value!;
        return origin switch
        {
            "PSSsl." + nameof(PeerCertificate) => Peer(bag),
            // Where an open socket may stand, its peer's certificate is meant.
            "PSSsl." + nameof(SslSocket) => Property(bag, nameof(SslSocket.PeerCertificate)) switch
            {
                PeerCertificate rebuilt => rebuilt,
                PSObject peer => TryRead(peer),
                _ => throw Lost(),
            },
            "PSSsl." + nameof(SslCertificate) => SslCertificate.With(
                Own(bag), Several(bag, nameof(SslCertificate.Chain)).Select(Platform), key: null,
                Property(bag, nameof(SslCertificate.Path)) as string),
            "PSSsl." + nameof(SslCertificateVerdict) => Own(bag),
            Platforms => Platform(bag),
            _ => null,
        };
    }

    /// <summary>The result that it was, with what was found there.</summary>
    /// <returns>Null if it was none that can be made again.</returns>
    internal static object? Rebuild(PSObject bag) =>
        Deserialized.KindOf(bag) == nameof(SslCertificateVerdict) ? Verdict(bag) : TryRead(bag);

    private static SslCertificateVerdict Verdict(PSObject bag)
    {
        SslVerifyError[] errors = Several(bag, nameof(SslCertificateVerdict.VerifyErrors)).OfType<PSObject>().Select(Fault).ToArray();
        if (Property(bag, nameof(SslCertificateVerdict.IsTrusted)) is not bool isTrusted || isTrusted != (errors.Length == 0))
            throw Lost();
        return new SslCertificateVerdict(Several(bag, nameof(SslCertificateVerdict.Path)).Select(Platform).ToArray() is { Length: > 0 } path
            ? path : new[] { Own(bag) }, errors)
        {
            HostName = Property(bag, nameof(SslCertificateVerdict.HostName)) as string,
            HostnameMatch = Property(bag, nameof(SslCertificateVerdict.HostnameMatch)) as bool?,
            OcspResponse = Property(bag, nameof(SslCertificateVerdict.OcspResponse)) is PSObject response ? Response(response) : null,
            Purpose = Word<SslCertificatePurpose>(bag, nameof(SslCertificateVerdict.Purpose)),
            Time = Property(bag, nameof(SslCertificateVerdict.Time)) as DateTime? ?? throw Lost(),
            Strict = Property(bag, nameof(SslCertificateVerdict.Strict)) as bool? ?? throw Lost(),
            Target = Property(bag, nameof(SslCertificateVerdict.Target)),
        };
    }

    private static SslOcspResponse Response(PSObject bag) => new(
        Property(bag, nameof(SslOcspResponse.RawData)) as byte[]
            ?? Array.Empty<byte>(), Property(bag, nameof(SslOcspResponse.Stapled)) as bool? ?? throw Lost())
    {
        Status = Word<SslOcspStatus>(bag, nameof(SslOcspResponse.Status)),
        Fault = Property(bag, nameof(SslOcspResponse.Fault)) as string,
        ProducedAt = Property(bag, nameof(SslOcspResponse.ProducedAt)) as DateTime?,
        ThisUpdate = Property(bag, nameof(SslOcspResponse.ThisUpdate)) as DateTime?,
        NextUpdate = Property(bag, nameof(SslOcspResponse.NextUpdate)) as DateTime?,
        RevokedAt = Property(bag, nameof(SslOcspResponse.RevokedAt)) as DateTime?,
        Reason = Property(bag, nameof(SslOcspResponse.Reason)) as string,
        Responder = Property(bag, nameof(SslOcspResponse.Responder)) as string,
    };

    private static T Word<T>(PSObject bag, string name)
        where T : struct => Enum.TryParse(Property(bag, name)?.ToString(), out T word) ? word : throw Lost();

    private static PeerCertificate Peer(PSObject bag)
    {
        X509Certificate2 own = Property(bag, nameof(PeerCertificate.RawData)) is byte[] der ? Parse(der) : Own(bag);
        X509Certificate2[] chain = Several(bag, nameof(PeerCertificate.Chain)).Select(Platform).ToArray();
        var found = new DescribedElsewhere
        {
            IsTrusted = Property(bag, nameof(PeerCertificate.IsTrusted)) as bool?,
            HostnameMatch = Property(bag, nameof(PeerCertificate.HostnameMatch)) as bool?,
            VerifyErrors = Several(bag, nameof(PeerCertificate.VerifyErrors)).OfType<PSObject>().Select(Fault).ToArray(),
            Depth = Property(bag, nameof(PeerCertificate.Depth)) as int?,
            By = By(bag),
        };
        return PeerCertificate.Rebuild(new PresentedChain(own, chain.Length > 0 ? chain : new[] { own }), found);
    }

    private static ShownBy By(PSObject bag)
    {
        string? peer = Property(bag, nameof(PeerCertificate.Peer)) as string;
        return new ShownBy
        {
            Target = Property(bag, nameof(PeerCertificate.Target)),
            Peer = peer,
            PeerHost = Property(bag, nameof(PeerCertificate.ComputerName)) as string ?? HostOf(peer),
            Port = Property(bag, nameof(PeerCertificate.Port)) as int?,
            Address = Property(bag, nameof(PeerCertificate.Address)) as string,
            StartTls = Property(bag, nameof(PeerCertificate.StartTls)) as string,
            Version = Property(bag, nameof(PeerCertificate.Version)) as string,
            Cipher = Property(bag, nameof(PeerCertificate.Cipher)) as string,
            Date = (Property(bag, nameof(PeerCertificate.Date)) as DateTime?)?.ToUniversalTime(),
            ClientCertificateRequested = Property(bag, nameof(PeerCertificate.ClientCertificateRequested)) as bool?,
            ClientCertificateAuthorities = Several(bag, nameof(PeerCertificate.ClientCertificateAuthorities))
                .Select(n => n?.ToString() ?? string.Empty).ToArray(),
        };
    }

    /// <summary>The host of a "host:port"; null if it is none.</summary>
    private static string? HostOf(string? peer)
    {
        try
        {
            return peer is null ? null : HostAndPort.Parse(peer, null, 0).Host;
        }
        catch (SslException)
        {
            return null;
        }
    }

    private static SslVerifyError Fault(PSObject bag) => new(
        Enum.TryParse(Property(bag, nameof(SslVerifyError.Code))?.ToString(), out SslErrorCode code) ? code
            : SslErrorCode.CertificateInvalid,
        Property(bag, nameof(SslVerifyError.Depth)) as int? ?? -1,
        Property(bag, nameof(SslVerifyError.Certificate)) is { } certificate ? Platform(certificate) : null,
        Property(bag, nameof(SslVerifyError.Message))?.ToString() ?? string.Empty,
        Property(bag, nameof(SslVerifyError.Reference)) as string);

    private static X509Certificate2 Own(PSObject bag) =>
        Property(bag, nameof(PeerCertificate.Certificate)) is { } certificate ? Platform(certificate) : throw Lost();

    /// <summary>
    /// PowerShell rebuilds the platform's certificates by itself, but not where a type's own table was not loaded, or somebody picked
    /// properties.
    /// </summary>
    private static X509Certificate2 Platform(object? value) => value switch
    {
        PSObject { BaseObject: X509Certificate2 already } => already,
        X509Certificate2 already => already,
        PSObject bag when Property(bag, nameof(X509Certificate2.RawData)) is byte[] der => Parse(der),
        _ => throw Lost(),
    };

    private static X509Certificate2 Parse(byte[] der)
    {
        try
        {
            return CertificateBytes.Load(der);
        }
        catch (CryptographicException e)
        {
            throw SslException.Configuration(SslErrorCode.FileContent,
                $"The RawData of a certificate from another session or a file cannot be read: {e.Message}", "Fetch it again.", e);
        }
    }

    /// <summary>A property's value; bytes, flags and numbers as they are, without PowerShell's wrapping.</summary>
    private static object? Property(PSObject bag, string name)
    {
        object? value = bag.Properties[name]?.Value;
        return value is PSObject { BaseObject: not PSCustomObject and not ArrayList } simple ? simple.BaseObject : value;
    }

    private static IEnumerable<object?> Several(PSObject bag, string name) =>
        (Property(bag, name) is PSObject wrapped ? wrapped.BaseObject : Property(bag, name)) is IEnumerable several and not string
            ? several.Cast<object?>() : Array.Empty<object?>();

    private static SslException Lost() =>
        new(SslErrorCode.CertificateMissing, SslPhase.None,
            "This description of a certificate no longer has the certificate itself, so it cannot be verified.")
    {
        RecommendedAction = "Hand on whole objects, or at least their RawData; Select-Object with single properties leaves it behind.",
    };
}
