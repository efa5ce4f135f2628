using System;
using System.IO;
#if NET
using System.Runtime.Versioning;
using System.Security.AccessControl;
using System.Security.Principal;
#endif

namespace PSSsl.Certificates.Writing;

/// <summary>
/// Files that belong to their owner alone from their first moment on: mode 0600, on Windows an access list of its own. .NET Standard
/// has no way to say who may read a file: on .NET Framework the directory's access list holds.
/// </summary>
internal static class OwnersFile
{
    /// <summary>A new file.</summary>
    internal static FileStream Create(string path)
    {
#if NET
        if (OperatingSystem.IsWindows())
            return CreateOnWindows(path);
        return new FileStream(path, Options(FileMode.CreateNew, FileShare.None));
#else
        return new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
#endif
    }

    /// <summary>A file that is there, or a new one, to which others may add lines too.</summary>
    internal static FileStream Append(string path)
    {
#if NET
        if (!OperatingSystem.IsWindows())
            return new FileStream(path, Options(FileMode.Append, FileShare.ReadWrite));
#endif
        return new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
    }

    /// <summary>Sees that a file that is there, or is to be, is its owner's alone; devices keep nothing, and others use them too.</summary>
    internal static void Keep(string path)
    {
#if NET
        if (OperatingSystem.IsWindows())
            KeepOnWindows(path);
        else
            KeepOnUnix(path);
#endif
    }

#if NET
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    [UnsupportedOSPlatform("windows")]
    private static FileStreamOptions Options(FileMode mode, FileShare share) => new()
    {
        Mode = mode,
        Access = FileAccess.Write,
        Share = share,
        UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
    };

    [UnsupportedOSPlatform("windows")]
    private static void KeepOnUnix(string path)
    {
        Append(path).Dispose();
        if (IsOfTheSystem(path))
            return;
        UnixFileMode mode = File.GetUnixFileMode(path);
        if ((mode & ~Owner) != 0)
            File.SetUnixFileMode(path, mode & Owner);
    }

    private static bool IsOfTheSystem(string path)
    {
        string end = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        return end.StartsWith("/dev/", StringComparison.Ordinal) || end.StartsWith("/proc/", StringComparison.Ordinal);
    }

    [SupportedOSPlatform("windows")]
    private static void KeepOnWindows(string path)
    {
        if (path.StartsWith(@"\\.\", StringComparison.Ordinal))
            return;
        if (File.Exists(path))
            new FileInfo(path).SetAccessControl(ForOwner());
        else
            CreateOnWindows(path).Dispose();
    }

    [SupportedOSPlatform("windows")]
    private static FileStream CreateOnWindows(string path) =>
        new FileInfo(path).Create(FileMode.CreateNew, FileSystemRights.FullControl, FileShare.None, 4096, FileOptions.None, ForOwner());

    [SupportedOSPlatform("windows")]
    private static FileSecurity ForOwner()
    {
        using WindowsIdentity owner = WindowsIdentity.GetCurrent();
        var security = new FileSecurity();
        security.SetAccessRuleProtection(isProtected: true, preserveInheritance: false);
        security.AddAccessRule(new FileSystemAccessRule(owner.User!, FileSystemRights.FullControl, AccessControlType.Allow));
        return security;
    }
#endif
}
