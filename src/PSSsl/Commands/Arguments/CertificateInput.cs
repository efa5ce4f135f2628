using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using PSSsl.Certificates;
using PSSsl.Engine;
using PSSsl.X509;
using PSSsl.X509.Names;

namespace PSSsl.Commands.Arguments;

/// <summary>
/// Certificates as a user may have them at hand: objects of .NET and of this module, PEM text, bytes of any format that files have.
/// </summary>
internal static class CertificateInput
{
    /// <summary>The certificates that this is, the one that is meant first, what came with it after it.</summary>
    /// <exception cref="SslException">It is none, or several and which is meant cannot be told.</exception>
    internal static IReadOnlyList<X509Certificate2> ReadLeafFirst(object input, string parameter)
    {
        IReadOnlyList<X509Certificate2> read = Read(input, parameter);
        // What was shown in a handshake, or belongs to one of ours, has an order.
        return input is X509Certificate2Collection or string or byte[] or FileInfo or object[]
            ? LeafFirst.Of(read, input is FileInfo file ? file.FullName : "What was given") : read;
    }

    /// <summary>The certificates that this is, in the order that they have there.</summary>
    /// <exception cref="SslException">It is none.</exception>
    internal static IReadOnlyList<X509Certificate2> Read(object input, string parameter)
    {
        IReadOnlyList<X509Certificate2> read = Of(input, parameter);
        foreach (X509Certificate2 certificate in read)
            Alive(certificate, parameter);
        return read;
    }

    /// <summary>A disposed one throws whenever it is asked for anything.</summary>
    /// <exception cref="SslException">It was disposed.</exception>
    internal static T Alive<T>(T certificate, string parameter) where T : X509Certificate => certificate.Handle != IntPtr.Zero ? certificate
        : throw SslException.Configuration(SslErrorCode.CertificateMissing, $"A certificate of -{parameter} was disposed.",
            "Read it again.");

    private static IReadOnlyList<X509Certificate2> Of(object input, string parameter) => input switch
    {
        X509Certificate2 certificate => new[] { certificate },
        X509Certificate certificate => new[] { new X509Certificate2(Alive(certificate, parameter)) },
        X509Certificate2Collection { Count: > 0 } certificates => certificates.Cast<X509Certificate2>().ToArray(),
        PeerCertificate peer =>
            peer.Chain.Count > 0 && peer.Chain[0].RawData.SequenceEqual(peer.Certificate.RawData) ? peer.Chain : new[] { peer.Certificate },
        SslCertificate certificate => certificate.Chain.Prepend(certificate.Certificate).ToArray(),
        SslSocket { PeerCertificates.Count: > 0 } socket => socket.PeerCertificates,
        SslSocket socket => throw Wrong($"{socket}: the peer sent no certificate."),
        string text => CertificateFile.ReadAll(Encoding.UTF8.GetBytes(text), "What was given", parameter, password: null),
        byte[] bytes => CertificateFile.ReadAll(bytes, "What was given", parameter, password: null),
        FileInfo file => CertificateFile.ReadAll(file.FullName, parameter),
        // What Get-Content reads is lines.
        object[] lines when lines.Length > 0 && lines.All(l => Bare(l) is string) => Of(string.Join("\n", lines), parameter),
        // What Import-SslCertificate gives of a file with a chain.
        object[] several when several.Length > 0 =>
            several.SelectMany(v => Of(Bare(v), parameter)).GroupBy(c => Alive(c, parameter).RawData, ByteSequenceComparer.Instance)
                .Select(g => g.First()).ToArray(),
        _ => throw Wrong($"{TypeWord.Begin(input)} is not a certificate (-{parameter})."),
    };

    private static object Bare(object? value) =>
        (value is PSObject wrapped ? wrapped.BaseObject : value) ?? throw Wrong("No certificate was given: the value is $null.");

    private static SslException Wrong(string message) => SslException.Configuration(SslErrorCode.CertificateMissing, message,
        "Give an X509Certificate2, what Get-PeerCertificate gave, an open socket, PEM text or a certificate's bytes; a file is named "
            + "with -Path.");
}
