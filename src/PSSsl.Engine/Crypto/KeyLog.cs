using System;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl;

namespace PSSsl.Engine.Crypto;

/// <summary>
/// Copies a connection's secrets out for a key log (draft-ietf-tls-keylogfile). It is asked whenever a record cipher is made: TLS 1.2
/// makes one, from the master secret; TLS 1.3 makes a first one for the handshake and a second one for the data.
/// </summary>
internal sealed class KeyLog
{
    private readonly Action<string, byte[], byte[]> _log;
    private bool _handshakeLogged;

    internal KeyLog(Action<string, byte[], byte[]> log) => _log = log;

    internal void Log(SecurityParameters parameters)
    {
        byte[] random = parameters.ClientRandom;
        if (parameters.TrafficSecretClient is null)
        {
            Write("CLIENT_RANDOM", random, parameters.MasterSecret);
            return;
        }

        Write(_handshakeLogged ? "CLIENT_TRAFFIC_SECRET_0" : "CLIENT_HANDSHAKE_TRAFFIC_SECRET", random, parameters.TrafficSecretClient);
        Write(_handshakeLogged ? "SERVER_TRAFFIC_SECRET_0" : "SERVER_HANDSHAKE_TRAFFIC_SECRET", random, parameters.TrafficSecretServer);
        _handshakeLogged = true;
    }

    /// <summary>The exporter's secret of TLS 1.3, which is made after the last record cipher.</summary>
    internal void LogExporter(SecurityParameters parameters) =>
        Write("EXPORTER_SECRET", parameters.ClientRandom, parameters.ExporterMasterSecret);

    private void Write(string label, byte[] random, TlsSecret? secret)
    {
        if (secret is not AbstractTlsSecret readable)
            return;
        byte[] copy = SecretReader.Copy(readable);
        try
        {
            _log(label, random, copy);
        }
        finally
        {
            Array.Clear(copy, 0, copy.Length);
        }
    }

    /// <summary>The library lets only secrets copy other secrets.</summary>
    private abstract class SecretReader : AbstractTlsSecret
    {
        private SecretReader()
            : base(Array.Empty<byte>())
        {
        }

        internal static byte[] Copy(AbstractTlsSecret secret) => CopyData(secret);
    }
}
