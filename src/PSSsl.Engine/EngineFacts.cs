using System.Reflection;
using Org.BouncyCastle.Tls;

namespace PSSsl.Engine;

/// <summary>Facts about the engine.</summary>
public static class EngineFacts
{
    /// <summary>Version of the TLS library that is loaded for it.</summary>
    public static string LibraryVersion =>
        typeof(TlsProtocol).Assembly.GetCustomAttribute<AssemblyFileVersionAttribute>()?.Version
            ?? typeof(TlsProtocol).Assembly.GetName().Version!.ToString();
}
