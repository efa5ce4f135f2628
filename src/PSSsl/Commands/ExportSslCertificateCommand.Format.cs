using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using PSSsl.Certificates.Making;
using PSSsl.Certificates.Writing;
using PSSsl.Commands.Arguments;
using PSSsl.Commands.Completion;

namespace PSSsl.Commands;

/// <content>Which form, and what goes with it.</content>
public sealed partial class ExportSslCertificateCommand
{
    private static readonly Dictionary<string, SslCertificateFormat> s_extensions = new(StringComparer.OrdinalIgnoreCase)
    {
        [".pem"] = SslCertificateFormat.Pem, [".crt"] = SslCertificateFormat.Pem,
        [".cer"] = SslCertificateFormat.Der, [".der"] = SslCertificateFormat.Der,
        [".p7b"] = SslCertificateFormat.Pkcs7, [".p7c"] = SslCertificateFormat.Pkcs7,
        [".p12"] = SslCertificateFormat.Pkcs12, [".pfx"] = SslCertificateFormat.Pkcs12,
        [".key"] = SslCertificateFormat.Pkcs8, [".p8"] = SslCertificateFormat.Pkcs8,
    };

    private SslCertificateFormat ReadFormat()
    {
        if (Choice.Of<SslCertificateFormat>(Format) is { } given)
            return given;
        if (AsText || AsBytes)
            return AsText ? SslCertificateFormat.Pem : SslCertificateFormat.Der;
        string extension = System.IO.Path.GetExtension(Path);
        return s_extensions.TryGetValue(extension, out SslCertificateFormat format) ? format
            : throw SslException.Option($"The name '{Path}' does not say which format the file should have.",
                $"Give -Format, or a name that ends with {string.Join(", ", s_extensions.Keys)}.");
    }

    /// <exception cref="SslException">What is asked for has no place in the form.</exception>
    private void Check(SslCertificateFormat format)
    {
        if (_certificates.FirstOrDefault(c => c.IsDisposed) is not null)
            throw SslException.Option("A certificate was disposed.", "Make or import it again.");
        bool one = format is SslCertificateFormat.Der or SslCertificateFormat.Pkcs8;
        if (one && (_certificates.Count != 1 || IncludeChain))
            throw SslException.Option($"{format} contains only one {(format == SslCertificateFormat.Der ? "certificate" : "key")}.",
                "Use Pem, Pkcs7 or Pkcs12 for several certificates.");
        if (IncludeKey && format is SslCertificateFormat.Der or SslCertificateFormat.Pkcs7)
            throw SslException.Option($"{format} has no room for a key.",
                "Write it to a file of its own with -KeyPath, or use Pem or Pkcs12.");
        if (KeyPath is { Length: > 0 } && (format == SslCertificateFormat.Pkcs8 || IsStore(format)))
            throw SslException.Option($"{format} has the key in it already.", "Leave -KeyPath out.");
        if (KeyPath is { Length: > 0 } && _certificates.Count != 1)
            throw SslException.Option("-KeyPath is for one certificate's key.", "Export them one by one.");
        if (AsText && (format == SslCertificateFormat.Der || IsStore(format)))
            throw SslException.Option($"{format} is not text.", "Use -AsBytes, or -Format Pem.");
        if (WritesKeys(format) && !IsStore(format) && _certificates.Any(c => !c.HasPrivateKey))
            throw SslException.Configuration(SslErrorCode.KeyMissing,
                $"The certificate '{_certificates.First(c => !c.HasPrivateKey)}' has no private key.",
                "Give one that was made or imported with its key.");
    }

    private static bool IsStore(SslCertificateFormat format) =>
        format is SslCertificateFormat.Pkcs12 or SslCertificateFormat.Pkcs12TripleDes;

    private bool WritesKeys(SslCertificateFormat format) =>
        IncludeKey || KeyPath is { Length: > 0 } || format == SslCertificateFormat.Pkcs8 || IsStore(format);

    /// <summary>A key leaves here without a password only if that was said.</summary>
    private Func<char[]?> ReadPassword(SslCertificateFormat format)
    {
        if (Unencrypted && Password is not null)
            throw SslException.Option("-Password and -Unencrypted contradict each other.", "Leave one out.");
        if (Unencrypted && format == SslCertificateFormat.Pkcs12TripleDes)
            throw SslException.Option($"{format} encrypts the file, which contradicts -Unencrypted.", "Leave one out.");
        if (!WritesKeys(format) || Unencrypted)
        {
            return Password is null ? () => null
                : throw SslException.Option("-Password has nothing to protect: no key is written.",
                    "Leave it out, or add -IncludeKey or -KeyPath.");
        }

        if (Password is null)
        {
            throw SslException.Configuration(SslErrorCode.PasswordMissing, format != SslCertificateFormat.Pkcs12
                || _certificates.Any(c => c.HasPrivateKey) ? "A private key would be written, and no password was given."
                    : "A PKCS#12 file would be written, and no password was given.",
                "Give -Password, or -Unencrypted to write it without one.");
        }

        Func<string, char[]?> source = PasswordSource.From(Password, this)!;
        string asked = AsText || AsBytes ? "the key" : ResolvePath(KeyPath is { Length: > 0 } ? KeyPath : Path)!;
        // Asked once, so that what is written twice is under one password.
        _password = source(asked) is { Length: > 0 } answer ? answer
            : throw SslException.Option("The password is empty, so it would protect nothing.", "Give another, or -Unencrypted.");
        return () => (char[])_password.Clone();
    }

    private static string ToText(CertificateExport export, SslCertificateFormat format, bool withKeys) => format switch
    {
        SslCertificateFormat.Pkcs7 => export.Pkcs7Pem(),
        SslCertificateFormat.Pkcs8 => export.Pkcs8Pem(),
        _ => export.Pem(withKeys),
    };

    private string ToText(CertificateExport export, SslCertificateFormat format) => ToText(export, format, IncludeKey);

    private byte[] ToBytes(CertificateExport export, SslCertificateFormat format) => format switch
    {
        SslCertificateFormat.Der => export.Der(),
        SslCertificateFormat.Pkcs7 => export.Pkcs7(),
        SslCertificateFormat.Pkcs12 => export.Pkcs12(),
        SslCertificateFormat.Pkcs12TripleDes => export.OldPkcs12(),
        SslCertificateFormat.Pkcs8 => export.Pkcs8(),
        _ => Ascii(export.Pem(IncludeKey)),
    };

    /// <summary>A key's file is text, which every program reads; a bundle is binary, as Windows writes it.</summary>
    private byte[] FileBytes(CertificateExport export, SslCertificateFormat format) =>
        format == SslCertificateFormat.Pkcs8 ? Ascii(export.Pkcs8Pem()) : ToBytes(export, format);

    private static byte[] Ascii(string text) => Encoding.ASCII.GetBytes(text);
}
