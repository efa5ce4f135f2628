using System;
using System.Collections.Generic;
using Org.BouncyCastle.Asn1;

namespace PSSsl.Engine.Keys;

/// <summary>
/// Reads certificates and private keys by what they are, not by a file's name: PEM with any number of blocks, DER, PKCS#12, PKCS#7;
/// keys as PKCS#8 plain or encrypted, PKCS#1, SEC 1, and OpenSSL's old encryption.
/// </summary>
public static class KeyMaterialReader
{
    private const int Sequence = 0x30;

    /// <summary>Reads it.</summary>
    /// <param name="content">The file's bytes.</param>
    /// <param name="password">Asked at most once, when something is encrypted; null says there is none. What it throws goes
    /// through.</param>
    /// <exception cref="KeyMaterialException">It cannot be used.</exception>
    public static KeyMaterial Read(byte[] content, Func<char[]?>? password) => Read(content, password, new PasswordEffort());

    internal static KeyMaterial Read(byte[] content, Func<char[]?>? password, PasswordEffort effort) =>
        Guarded(content, new KeyMaterialCollector(password, effort), ReadDer, ReadBlock);

    /// <summary>
    /// Reads certificates alone, of bytes that another sent: keys and stores of keys are not looked into, so that no password is
    /// tried at the cost that the sender sets.
    /// </summary>
    /// <param name="content">PEM, DER or PKCS#7.</param>
    /// <exception cref="KeyMaterialException">It cannot be read.</exception>
    public static KeyMaterial ReadCertificates(byte[] content) =>
        Guarded(content, new KeyMaterialCollector(null, new PasswordEffort()), ReadCertificateDer, ReadCertificateBlock);

    /// <summary>The border to the library: what it throws at malformed content, whatever that is, is one error here.</summary>
    private static KeyMaterial Guarded(byte[] content, KeyMaterialCollector collector, Action<byte[], KeyMaterialCollector> readDer,
        Action<PemBlock, KeyMaterialCollector> readBlock)
    {
        byte[] given = content;
        try
        {
            content = TextEncodings.ToAscii(content);
            if (PemBlocks.AreIn(content))
            {
                foreach (PemBlock block in PemBlocks.Of(content))
                    readBlock(block, collector);
            }
            else if (content.Length > 0 && content[0] == Sequence)
            {
                readDer(content, collector);
            }

            return collector.Result();
        }
        catch (Exception e) when (!collector.IsAsking
            && e is not (KeyMaterialException or OutOfMemoryException or OperationCanceledException))
        {
            throw new KeyMaterialException(KeyMaterialFault.Malformed, "it is not encoded as its form demands", e);
        }
        finally
        {
            collector.Forget();
            if (content != given)
                Array.Clear(content, 0, content.Length);
        }
    }

    private static void ReadBlock(PemBlock block, KeyMaterialCollector into)
    {
        switch (block.Label)
        {
            case "PRIVATE KEY":
                into.AddKey(PrivateKeys.FromPkcs8(block.Decode()));
                break;
            case "ENCRYPTED PRIVATE KEY":
                into.AddEncrypted(block.Decode());
                break;
            case "RSA PRIVATE KEY":
                into.AddTraditional(block, PrivateKeys.FromPkcs1);
                break;
            case "EC PRIVATE KEY":
                into.AddTraditional(block, PrivateKeys.FromSec1);
                break;
            case "DSA PRIVATE KEY":
                into.AddTraditional(block, PrivateKeys.FromDsa);
                break;
            case "PKCS12":
                into.AddPkcs12(block.Decode());
                break;
            default:
                ReadCertificateBlock(block, into);
                break;
        }
    }

    private static void ReadCertificateBlock(PemBlock block, KeyMaterialCollector into)
    {
        switch (block.Label)
        {
            case "CERTIFICATE" or "X509 CERTIFICATE":
                AddCertificate(block, into);
                break;
            case "TRUSTED CERTIFICATE":
                (byte[] certificate, CertificateUses? uses) = TrustedCertificate.Read(block.Decode(), block.Name);
                into.AddCertificate(certificate, uses);
                break;
            case "PKCS7" or "CMS" or "PKCS #7 SIGNED DATA" or "CERTIFICATE CHAIN":
                into.AddPkcs7(block.Decode());
                break;
            case "EC PARAMETERS":
                // The curve's name; the key that follows repeats it.
                break;
            default:
                into.AddOther(Describe(block.Label));
                break;
        }
    }

    /// <summary>Some write PKCS#7 under this label; everything else there is a mistake, and a certificate less.</summary>
    private static void AddCertificate(PemBlock block, KeyMaterialCollector into)
    {
        byte[] content = block.Decode();
        string shape = content[0] == Sequence ? DerShape.Of(Whole(content)) : "something else than DER";
        if (shape == DerShape.Certificate)
            into.AddCertificate(content);
        else if (shape == DerShape.Pkcs7)
            into.AddPkcs7(content);
        else
            throw new KeyMaterialException(KeyMaterialFault.Malformed, $"the block {block.Name} holds {shape}, no certificate");
    }

    private static void ReadDer(byte[] content, KeyMaterialCollector into)
    {
        switch (DerShape.Of(Whole(content)))
        {
            case DerShape.Pkcs12:
                into.AddPkcs12(content);
                break;
            case DerShape.Pkcs8:
                into.AddKey(PrivateKeys.FromPkcs8(content));
                break;
            case DerShape.EncryptedPkcs8:
                into.AddEncrypted(content);
                break;
            case DerShape.Pkcs1:
                into.AddKey(PrivateKeys.FromPkcs1(content));
                break;
            case DerShape.Sec1:
                into.AddKey(PrivateKeys.FromSec1(content));
                break;
            default:
                ReadCertificateDer(content, into);
                break;
        }
    }

    private static void ReadCertificateDer(byte[] content, KeyMaterialCollector into)
    {
        switch (DerShape.Of(Whole(content)))
        {
            case DerShape.Certificate:
                // The caller clears what it read once it is read, keys might be in it.
                into.AddCertificate((byte[])content.Clone());
                break;
            case DerShape.Pkcs7:
                into.AddPkcs7(content);
                break;
            case var other:
                into.AddOther(other);
                break;
        }
    }

    /// <summary>The element that all of the bytes are.</summary>
    private static Asn1Sequence Whole(byte[] content)
    {
        if (DerFrame.At(content, 0, content.Length) is { } frame && frame.End < content.Length)
        {
            string one = content.Length - frame.End == 1 ? "is 1 byte" : $"are {content.Length - frame.End} bytes";
            throw new KeyMaterialException(KeyMaterialFault.Malformed,
                $"after the end of its DER there {one} more: files in DER hold one thing; several go into PEM or PKCS#7");
        }

        return Asn1Sequence.GetInstance(content);
    }

    private static string Describe(string label) => label switch
    {
        "CERTIFICATE REQUEST" or "NEW CERTIFICATE REQUEST" => "a certificate request",
        "PUBLIC KEY" or "RSA PUBLIC KEY" => "a public key",
        "DH PARAMETERS" or "X9.42 DH PARAMETERS" => "DH parameters",
        "X509 CRL" => "a revocation list",
        "SSH2 PUBLIC KEY" => "an SSH public key",
        _ when label.StartsWith("PGP ", StringComparison.Ordinal) => $"an OpenPGP {label.Substring(4).ToLowerInvariant()}",
        "OPENSSH PRIVATE KEY" => "an OpenSSH private key (ssh-keygen -p -m PEM converts it)",
        _ => $"a {label}",
    };
}
