using System;
using System.Collections.Generic;
using System.Linq;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Paddings;
using Org.BouncyCastle.Crypto.Parameters;

namespace PSSsl.Engine.Keys;

/// <summary>The block ciphers, in CBC, that files of keys are encrypted with: by PBES2 (RFC 8018, B.2; RFC 3657; RFC 5794; RFC 4010) and in
/// OpenSSL's old way.</summary>
internal static class BlockCiphers
{
    private static readonly Kind[] s_kinds =
    {
        new("AES-128-CBC", "2.16.840.1.101.3.4.1.2", 16, () => new AesEngine()),
        new("AES-192-CBC", "2.16.840.1.101.3.4.1.22", 24, () => new AesEngine()),
        new("AES-256-CBC", "2.16.840.1.101.3.4.1.42", 32, () => new AesEngine()),
        new("DES-EDE3-CBC", "1.2.840.113549.3.7", 24, () => new DesEdeEngine()),
        new("DES-CBC", "1.3.14.3.2.7", 8, () => new DesEngine()),
        new("RC2-CBC", "1.2.840.113549.3.2", 16, () => new RC2Engine()),
        new("RC2-64-CBC", null, 8, () => new RC2Engine()),
        new("RC2-40-CBC", null, 5, () => new RC2Engine()),
        new("BF-CBC", "1.3.6.1.4.1.3029.1.2", 16, () => new BlowfishEngine()),
        new("CAST5-CBC", null, 16, () => new Cast5Engine()),
        new("IDEA-CBC", null, 16, () => new IdeaEngine()),
        new("SEED-CBC", "1.2.410.200004.1.4", 16, () => new SeedEngine()),
        new("SM4-CBC", "1.2.156.10197.1.104.2", 16, () => new SM4Engine()),
        new("CAMELLIA-128-CBC", "1.2.392.200011.61.1.1.1.2", 16, () => new CamelliaEngine()),
        new("CAMELLIA-192-CBC", "1.2.392.200011.61.1.1.1.3", 24, () => new CamelliaEngine()),
        new("CAMELLIA-256-CBC", "1.2.392.200011.61.1.1.1.4", 32, () => new CamelliaEngine()),
        new("ARIA-128-CBC", "1.2.410.200046.1.1.2", 16, () => new AriaEngine()),
        new("ARIA-192-CBC", "1.2.410.200046.1.1.7", 24, () => new AriaEngine()),
        new("ARIA-256-CBC", "1.2.410.200046.1.1.12", 32, () => new AriaEngine()),
    };

    private static readonly Dictionary<string, Kind> s_byName = s_kinds.ToDictionary(k => k.Name, StringComparer.OrdinalIgnoreCase);
    private static readonly Dictionary<string, Kind> s_byOid =
        s_kinds.Where(k => k.Oid is not null).ToDictionary(k => k.Oid!, StringComparer.Ordinal);

    internal const string Rc2Oid = "1.2.840.113549.3.2";

    /// <summary>By OpenSSL's name; null if it is not known.</summary>
    internal static Kind? Named(string name) => s_byName.TryGetValue(name, out Kind? kind) ? kind : null;

    /// <summary>By its object identifier; null if it is not known.</summary>
    internal static Kind? ByOid(string oid) => s_byOid.TryGetValue(oid, out Kind? kind) ? kind : null;

    /// <exception cref="KeyMaterialException">The key is wrong, so the password is; or the content is not a whole number of
    /// blocks.</exception>
    internal static byte[] Decrypt(Kind kind, ICipherParameters key, byte[] iv, byte[] content)
    {
        if (content.Length == 0 || content.Length % kind.BlockBytes != 0)
            throw new KeyMaterialException(KeyMaterialFault.Malformed,
                $"what is encrypted in it is {content.Length} bytes long, no whole number of its cipher's blocks");
        try
        {
            var cipher = new PaddedBufferedBlockCipher(new CbcBlockCipher(kind.Engine()));
            cipher.Init(forEncryption: false, new ParametersWithIV(key, iv));
            return cipher.DoFinal(content);
        }
        catch (InvalidCipherTextException e)
        {
            throw new KeyMaterialException(KeyMaterialFault.PasswordWrong, "the password does not open it", e);
        }
    }

    /// <summary>A cipher.</summary>
    internal sealed class Kind
    {
        internal Kind(string name, string? oid, int keyBytes, Func<IBlockCipher> engine)
        {
            Name = name;
            Oid = oid;
            KeyBytes = keyBytes;
            Engine = engine;
            BlockBytes = engine().GetBlockSize();
        }

        internal string Name { get; }

        internal string? Oid { get; }

        internal int KeyBytes { get; }

        internal int BlockBytes { get; }

        internal Func<IBlockCipher> Engine { get; }

        /// <summary>RC2's strength is told beside the key's bytes (RFC 2268).</summary>
        internal ICipherParameters KeyParameters(byte[] key, int? rc2Bits = null) =>
            Name.StartsWith("RC2", StringComparison.Ordinal) ? new RC2Parameters(key, rc2Bits ?? key.Length * 8) : new KeyParameter(key);
    }
}
