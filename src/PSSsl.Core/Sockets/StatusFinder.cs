using System;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Engine;
using PSSsl.Trust;
using PSSsl.Trust.Revocation;
using PSSsl.X509;
using PSSsl.X509.Revocation;

namespace PSSsl.Sockets;

/// <summary>
/// Finds what a server's connection staples, by the user's code if that is how it is given, on the thread that may run it.
/// </summary>
internal sealed class StatusFinder
{
    private readonly SslContext _context;
    private readonly SslSocket _socket;

    internal StatusFinder(SslContext context, SslSocket socket)
    {
        _context = context;
        _socket = socket;
    }

    /// <returns>Null if nothing is stapled: a response that cannot be had, or read, must not keep clients out.</returns>
    internal byte[]? Find(byte[] certificate)
    {
        byte[]? response;
        try
        {
            using var shown = CertificateBytes.Load(certificate);
            // What is there needs nobody's thread.
            response = _context.OcspResponse!.Target is GivenStatus ? _context.OcspResponse(shown)
                : (byte[]?)_socket.Core.Handshake.RunCallback(() => _context.OcspResponse(shown));
            if (response is not null)
                OcspAnswer.Of(response);
        }
#pragma warning disable CA1031 // Whatever the user's code does: it is told, and the handshake goes on without a staple.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _socket.Trace?.Invoke($"no OCSP response is stapled: {e.GetBaseException().Message}");
            return null;
        }

        _socket.Trace?.Invoke(response is null ? "no OCSP response is stapled: there is none for this certificate"
            : "an OCSP response is stapled");
        return response;
    }
}
