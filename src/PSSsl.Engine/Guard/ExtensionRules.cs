using System.Collections.Generic;
using System.IO;
using Org.BouncyCastle.Tls;

namespace PSSsl.Engine.Guard;

/// <summary>Extensions nobody asked for, and what is wrong in those that were asked for (RFC 8446, 4.2).</summary>
internal static class ExtensionRules
{
    private static readonly int[] s_flags = { ExtensionType.extended_master_secret, ExtensionType.encrypt_then_mac };

    /// <summary>An answer may hold what was asked for.</summary>
    internal static void CheckAnswer(IDictionary<int, byte[]>? answer, IDictionary<int, byte[]> asked, string where)
    {
        if (answer is null)
            return;
        foreach (int type in answer.Keys)
        {
            if (!asked.ContainsKey(type))
                throw new TlsFatalAlert(AlertDescription.unsupported_extension,
                    $"{where} has an extension that was not requested: {ExtensionType.GetText(type)}");
        }
    }

    /// <summary>Extensions of the entries of a chain in TLS 1.3 (RFC 8446, 4.4.2).</summary>
    /// <param name="chain">The chain.</param>
    /// <param name="asked">What was asked for; null for nothing.</param>
    internal static void CheckEntries(Certificate? chain, IDictionary<int, byte[]>? asked)
    {
        for (int i = 0; i < (chain?.Length ?? 0); i++)
            CheckAnswer(chain!.GetCertificateEntryAt(i).Extensions, asked ?? new Dictionary<int, byte[]>(), "A certificate");
    }

    /// <summary>Extensions that say all by being there hold nothing (RFC 7627, 5.1; RFC 7366, 2).</summary>
    internal static void CheckFlags(IDictionary<int, byte[]> extensions)
    {
        foreach (int type in s_flags)
        {
            if (extensions.TryGetValue(type, out byte[]? content) && content.Length > 0)
                throw new TlsFatalAlert(AlertDescription.decode_error,
                    $"An extension holds something and may not: {ExtensionType.GetText(type)}");
        }
    }

    /// <summary>What a server answers.</summary>
    internal static void CheckServers(IDictionary<int, byte[]>? extensions)
    {
        // RFC 6066, 3: it says that the name was used, and nothing more.
        if (extensions is not null && extensions.TryGetValue(ExtensionType.server_name, out byte[]? name) && name.Length > 0)
            throw new TlsFatalAlert(AlertDescription.decode_error, "The server's answer to the server name holds something");
    }

    /// <summary>A CertificateRequest of TLS 1.3 (RFC 8446, 4.3.2); what else is wrong with it is the library's to find.</summary>
    internal static void CheckRequest(MemoryStream message)
    {
        long start = message.Position;
        message.Seek(TlsUtilities.ReadUint8(message), SeekOrigin.Current);
        foreach (KeyValuePair<int, byte[]> extension in Read(TlsUtilities.ReadOpaque16(message)))
        {
            // RFC 8446, 4.2.4: at least one name.
            if (extension.Key == ExtensionType.certificate_authorities && extension.Value.Length < 5)
                throw new TlsFatalAlert(AlertDescription.decode_error, "The list of authorities is empty");
        }

        message.Position = start;
    }

    /// <summary>Extensions that mean nothing here must be extensions all the same.</summary>
    internal static void CheckVector(byte[] extensions) => Read(extensions);

    private static Dictionary<int, byte[]> Read(byte[] extensions)
    {
        var read = new Dictionary<int, byte[]>();
        var buffer = new MemoryStream(extensions, writable: false);
        while (buffer.Position < buffer.Length)
        {
            int type = TlsUtilities.ReadUint16(buffer);
            byte[] data = TlsUtilities.ReadOpaque16(buffer);
            if (read.ContainsKey(type))
                throw new TlsFatalAlert(AlertDescription.illegal_parameter, $"An extension comes twice: {ExtensionType.GetText(type)}");
            read.Add(type, data);
        }

        return read;
    }
}
