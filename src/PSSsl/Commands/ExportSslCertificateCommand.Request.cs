using System;
using System.Collections.Generic;
using PSSsl.Certificates.Making;
using PSSsl.Certificates.Writing;
using PSSsl.Engine.Keys;

namespace PSSsl.Commands;

/// <content>A request for a certificate, and its key beside it.</content>
public sealed partial class ExportSslCertificateCommand
{
    private void ExportRequest()
    {
        try
        {
            bool asDer = System.IO.Path.GetExtension(Path).Equals(".der", StringComparison.OrdinalIgnoreCase);
            var files = new List<PlannedFile>
            {
                new(ResolvePath(Path)!, nameof(Path), "a certificate request", false, () => asDer ? Request.GetRawData()
                    : Ascii(Request.ToPem())),
            };
            if (KeyPath is { Length: > 0 })
            {
                var export = new CertificateExport(Array.Empty<SslCertificate>(), withChain: false, ReadPassword(SslCertificateFormat.Pem));
                files.Add(new PlannedFile(ResolvePath(KeyPath)!, nameof(KeyPath), "the private key", true,
                    () => Ascii(export.KeyPem(RequestKey()))));
            }
            else if (Password is not null || Unencrypted)
            {
                throw SslException.Option(
                    $"-{(Unencrypted ? nameof(Unencrypted) : nameof(Password))} is for the key, and no key is written.",
                    "Add -KeyPath, or leave it out.");
            }

            WriteFiles(files);
        }
        catch (SslException e)
        {
            ThrowSslError(e, Path);
        }
        finally
        {
            ForgetPassword();
        }
    }

    private Engine.Keys.TlsPrivateKey RequestKey() => Request.Key
        ?? throw SslException.Configuration(SslErrorCode.KeyMissing, $"The {Request} has no private key.",
            "Leave -KeyPath out, or import the request with its key: Import-SslCertificate -KeyFile.");

    private void ForgetPassword()
    {
        if (_password is not null)
            Array.Clear(_password, 0, _password.Length);
    }
}
