using System.Collections.Generic;
using System.Linq;
using Org.BouncyCastle.Tls;

namespace PSSsl.Engine.Guard;

/// <summary>What a server checks of a hello beside what the library does.</summary>
internal static class ClientHelloRules
{
    /// <summary>Checks it.</summary>
    /// <returns>True if it leads to TLS 1.3.</returns>
    internal static bool Check(ClientHello hello, ClientHelloForm form, IEnumerable<ProtocolVersion> served)
    {
        // RFC 8446, D.5: older than SSL 3.0 is nothing at all.
        if (hello.Version.MajorVersion < 3)
            throw new TlsFatalAlert(AlertDescription.protocol_version, "The hello is of a version before SSL 3.0");
        IDictionary<int, byte[]>? extensions = hello.Extensions;
        if (extensions is null)
            return false;
        CheckLists(extensions);
        if (IsTls13(hello, extensions, served))
        {
            CheckTls13(extensions, form);
            return true;
        }

        if (extensions.TryGetValue(ExtensionType.ec_point_formats, out byte[]? formats) && (formats.Length < 2
            || formats[0] != formats.Length - 1))
            throw new TlsFatalAlert(AlertDescription.decode_error, "The list of point formats is empty, or is not as long as it says");
        return false;
    }

    private static bool IsTls13(ClientHello hello, IDictionary<int, byte[]> extensions, IEnumerable<ProtocolVersion> served)
    {
        if (TlsExtensionsUtilities.GetSupportedVersionsExtensionClient(extensions) is not { } versions)
            return false;
        // RFC 8446, D.5.
        if (hello.Version.Equals(ProtocolVersion.SSLv3) && versions.Any(v => v is { IsTls: true }
            && v.IsLaterVersionOf(ProtocolVersion.SSLv3)))
            throw new TlsFatalAlert(AlertDescription.protocol_version, "A hello of SSL 3.0 offers later versions");
        return ProtocolVersion.Contains(versions, ProtocolVersion.TLSv13) && served.Contains(ProtocolVersion.TLSv13);
    }

    /// <summary>Lists that may not be empty, and what follows them.</summary>
    private static void CheckLists(IDictionary<int, byte[]> extensions)
    {
        if (extensions.TryGetValue(ExtensionType.server_name, out byte[]? names))
            CheckLength(names, least: 4, "The list of server names");
        if (extensions.TryGetValue(ExtensionType.application_layer_protocol_negotiation, out byte[]? protocols))
            CheckLength(protocols, least: 2, "The list of application protocols");
        ExtensionRules.CheckFlags(extensions);
    }

    /// <summary>A list with a length of two bytes that fills its extension.</summary>
    private static void CheckLength(byte[] list, int least, string what)
    {
        if (list.Length < 2 + least || ((list[0] << 8) | list[1]) != list.Length - 2)
            throw new TlsFatalAlert(AlertDescription.decode_error, $"{what} is empty, or is not as long as it says");
    }

    private static void CheckTls13(IDictionary<int, byte[]> extensions, ClientHelloForm form)
    {
        // RFC 8446, 4.1.2.
        if (form.Compressions.Length != 1 || form.Compressions[0] != CompressionMethod.cls_null)
            throw new TlsFatalAlert(AlertDescription.illegal_parameter, "A hello of TLS 1.3 offers compression");
        // RFC 8446, 9.2: both or neither.
        if (extensions.ContainsKey(ExtensionType.supported_groups) != extensions.ContainsKey(ExtensionType.key_share))
            throw new TlsFatalAlert(AlertDescription.missing_extension,
                "The groups come without key shares, or the key shares without groups");
        if (extensions.TryGetValue(ExtensionType.key_share, out byte[]? shares))
            CheckShares(shares, TlsExtensionsUtilities.GetSupportedGroupsExtension(extensions));
        // RFC 8446, 4.2: what belongs to older versions alone is not looked at.
        extensions.Remove(ExtensionType.ec_point_formats);
        if (extensions.TryGetValue(ExtensionType.pre_shared_key, out byte[]? keys))
            CheckBinders(keys);
    }

    /// <summary>
    /// A share is as long as its group says, and so never empty (RFC 8446, 4.2.8.1), the only one of its group, and of a group that is
    /// offered (4.2.8). What is not a list at all is the library's to find.
    /// </summary>
    private static void CheckShares(byte[] shares, int[] offered)
    {
        var groups = new HashSet<int>();
        for (int at = 2; at + 4 <= shares.Length;)
        {
            int length = (shares[at + 2] << 8) | shares[at + 3];
            if (length == 0)
                throw new TlsFatalAlert(AlertDescription.illegal_parameter, "A key share is empty");
            int group = (shares[at] << 8) | shares[at + 1];
            if (!groups.Add(group))
                throw NotAllowed($"There are two key shares of one group: {NamedGroup.GetText(group)}");
            if (!offered.Contains(group))
                throw NotAllowed($"A key share is of a group that is not offered: {NamedGroup.GetText(group)}");
            at += 4 + length;
        }
    }

    /// <summary>A binder to each identity (RFC 8446, 4.2.11). What is not a list at all is the library's to find.</summary>
    private static void CheckBinders(byte[] keys)
    {
        int identities = 0, binders = 0;
        int at = 2, end = keys.Length < 2 ? 0 : 2 + ((keys[0] << 8) | keys[1]);
        for (; at + 2 <= end && end <= keys.Length; identities++)
            at += 2 + ((keys[at] << 8) | keys[at + 1]) + 4;
        for (at += 2; at < keys.Length; binders++)
            at += 1 + keys[at];
        if (identities == binders || at != keys.Length)
            return;
        throw binders == 0 ? new TlsFatalAlert(AlertDescription.decode_error, "The list of binders is empty")
            : NotAllowed($"There are {binders} binders to {identities} pre-shared keys");
    }

    private static TlsFatalAlert NotAllowed(string detail) => new(AlertDescription.illegal_parameter, detail);
}
