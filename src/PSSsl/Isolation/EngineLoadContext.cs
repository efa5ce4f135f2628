#if NET
using PSSsl.X509.Names;
using System.IO;
using System.Reflection;
using System.Runtime.Loader;

namespace PSSsl.Isolation;

/// <summary>
/// Where the engine and its BouncyCastle live, apart from everything else in the session: another module may bring another version of
/// that library.
/// </summary>
internal sealed class EngineLoadContext : AssemblyLoadContext
{
    internal const string EngineName = "PSSsl.Engine";

    private readonly string _folder;

    internal EngineLoadContext(string folder)
        : base("PSSsl") => _folder = folder;

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        string path = Path.Combine(_folder, assemblyName.Name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }
}
#endif
