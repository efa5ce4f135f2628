using System.Management.Automation;
using PSSsl.Hostnames;
using PSSsl.Scripts;
using PSSsl.X509.Names;
#if NET
using System.IO;
using System.Reflection;
using System.Runtime.Loader;
#endif

namespace PSSsl.Isolation;

/// <summary>
/// At import, tells the runtime where the engine is: in a folder of its own and in a load context of its own. Where it lies beside this
/// assembly, as in tests and on .NET Framework, which has no such contexts, nothing has to be told.
/// </summary>
public sealed class ModuleInitializer : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
#if NET
    private static readonly object s_lock = new();
    private static EngineLoadContext? s_context;

    /// <inheritdoc/>
    public void OnImport()
    {
        AssemblyLoadContext.Default.Resolving += Resolve;
        SetHooks();
    }

    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo) => AssemblyLoadContext.Default.Resolving -= Resolve;

    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name)
    {
        if (name.Name != EngineLoadContext.EngineName)
            return null;
        lock (s_lock)
        {
            string folder = Path.Combine(Path.GetDirectoryName(typeof(ModuleInitializer).Assembly.Location)!, "engine");
            s_context ??= new EngineLoadContext(folder);
            return s_context.LoadFromAssemblyName(name);
        }
    }
#else
    /// <inheritdoc/>
    /// <remarks>The engine lies beside this assembly and is found there.</remarks>
    public void OnImport() => SetHooks();

    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        // Assemblies stay loaded until the process ends.
    }
#endif

    private static void SetHooks()
    {
        CallbackReader.Read = callback => HostnameCallback.From(callback, state: null);
        ListElements.Present = PSObject.AsPSObject;
    }
}
