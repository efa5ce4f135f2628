using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PSSsl.Certificates;

/// <summary>
/// A store of the platform's, named as PowerShell does on Windows: <c>Cert:\CurrentUser\My</c>, perhaps with a thumbprint behind it. .NET
/// has the user's stores on every platform, also where PowerShell has no such drive.
/// </summary>
internal sealed class PlatformStore
{
    private const string Drive = "Cert:";
    private const int AccessDenied = unchecked((int)0x80070005);
    private const string Provider = "Microsoft.PowerShell.Security\\Certificate::";

    /// <summary>Those that are there on every machine, or are made when they are first used.</summary>
    private static readonly string[] s_always =
        { "AddressBook", "AuthRoot", "CA", "Disallowed", "My", "Root", "TrustedPeople", "TrustedPublisher" };

    private PlatformStore(StoreLocation location, string name, string? certificate)
    {
        Location = location;
        Name = name;
        Certificate = certificate;
    }

    internal StoreLocation Location { get; }

    internal string Name { get; }

    /// <summary>The thumbprint, or a pattern of it; null for the store itself.</summary>
    internal string? Certificate { get; }

    public override string ToString() => $"{Drive}\\{Location}\\{Name}";

    internal static bool IsPath(string path) =>
        path.StartsWith(Drive, StringComparison.OrdinalIgnoreCase) || path.StartsWith(Provider, StringComparison.OrdinalIgnoreCase);

    /// <exception cref="SslException">It names no store.</exception>
    internal static PlatformStore Read(string path)
    {
        string rest = path.Substring(path.StartsWith(Provider, StringComparison.OrdinalIgnoreCase) ? Provider.Length : Drive.Length);
        string[] parts = rest.Split(new[] { '\\', '/' }, StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length is 2 or 3 && Enum.TryParse(parts[0], ignoreCase: true, out StoreLocation location)
            && Enum.IsDefined(typeof(StoreLocation), location))
            return new PlatformStore(location, parts[1], parts.Length == 3 ? parts[2] : null);
        throw SslException.Configuration(SslErrorCode.FileNotReadable, $"{path} does not name a certificate store.",
            @"Write Cert:\CurrentUser\My for a store, Cert:\CurrentUser\My\THUMBPRINT or Cert:\CurrentUser\My\* for what is in it.");
    }

    /// <summary>What is in it and fits.</summary>
    internal IReadOnlyList<X509Certificate2> Find(Func<string, bool> fits)
    {
        X509Certificate2[] found = Open(OpenFlags.ReadOnly | OpenFlags.OpenExistingOnly, SslErrorCode.FileNotReadable, store =>
            store.Certificates.Cast<X509Certificate2>().Where(c => fits(c.Thumbprint)).ToArray());
        return found.Length > 0 ? found
            : throw SslException.Configuration(SslErrorCode.FileNotReadable,
                Certificate is null ? $"The store {this} is empty." : $"The store {this} has no certificate {Certificate}.",
                Certificate is null ? "Check the name of the store." : "Check the thumbprint.");
    }

    /// <summary>Puts a certificate into it; a key that goes along stays on this machine.</summary>
    internal void Add(SslCertificate certificate, bool withKey) =>
        Open(OpenFlags.ReadWrite, SslErrorCode.FileNotWritable, store =>
        {
            using X509Certificate2 copy = withKey ? PlatformCertificate.ToKeep(certificate, Location)
                : Engine.CertificateBytes.Load(certificate.Certificate.RawData);
            store.Add(copy);
            return true;
        });

    private T Open<T>(OpenFlags how, SslErrorCode code, Func<X509Store, T> use)
    {
        CheckName(code);
        try
        {
            using var store = new X509Store(Name, Location);
            store.Open(how);
            return use(store);
        }
        catch (Exception e) when (e is CryptographicException or PlatformNotSupportedException or UnauthorizedAccessException
            or System.IO.IOException)
        {
            throw SslException.Configuration(code, $"The store {this} cannot be used: {e.Message.TrimEnd('.')}.",
                Location == StoreLocation.LocalMachine
                    ? "On Windows this may need an elevated session; elsewhere only the stores of CurrentUser can be changed."
                    : "Check the name of the store.", e);
        }
    }

    /// <summary>.NET makes a store of any name that is opened to be changed, so that a typo would be one.</summary>
    /// <exception cref="SslException">There is no such store.</exception>
    private void CheckName(SslErrorCode code)
    {
        if (s_always.Contains(Name, StringComparer.OrdinalIgnoreCase))
            return;
        try
        {
            using var store = new X509Store(Name, Location);
            store.Open(OpenFlags.ReadOnly | OpenFlags.OpenExistingOnly);
        }
        catch (Exception e) when (e is CryptographicException or PlatformNotSupportedException && e.HResult != AccessDenied)
        {
            throw SslException.Configuration(code, $"There is no certificate store {this}.",
                $"Stores in {Drive}\\{Location} are {string.Join(", ", s_always)}.", e);
        }
    }
}
