using System;
using System.IO;
#if !NET
using System.Reflection;
#endif

namespace PSSsl.Trust;

/// <summary>Where a symbolic link leads to in the end.</summary>
internal static class LinkTarget
{
#if NET
    /// <exception cref="IOException">It leads in a circle.</exception>
    internal static FileSystemInfo? Of(FileInfo link) => link.ResolveLinkTarget(returnFinalTarget: true);
#else
    // .NET has it since version 6. On .NET Framework there is only Windows, whose files are not pipes.
    private static readonly MethodInfo? s_resolve = typeof(FileSystemInfo).GetMethod("ResolveLinkTarget", new[] { typeof(bool) });

    /// <exception cref="IOException">It leads in a circle.</exception>
    internal static FileSystemInfo? Of(FileInfo link)
    {
        try
        {
            return s_resolve is null ? link : (FileSystemInfo?)s_resolve.Invoke(link, new object[] { true });
        }
        catch (TargetInvocationException e) when (e.InnerException is IOException)
        {
            throw new IOException(e.InnerException.Message, e);
        }
    }
#endif
}
