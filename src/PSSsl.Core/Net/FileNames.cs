using System;
using System.IO;
using System.Runtime.InteropServices;

namespace PSSsl.Net;

/// <summary>What the system makes of the names of files.</summary>
internal static class FileNames
{
    private static readonly bool s_isWindows = RuntimeInformation.IsOSPlatform(OSPlatform.Windows);

    private static readonly char[] s_separators = { Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar };

    /// <summary>Windows and macOS find a file under any spelling.</summary>
    internal static StringComparer Comparer { get; } =
        RuntimeInformation.IsOSPlatform(OSPlatform.Linux) ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;

    /// <summary>True for devices: /dev/null, and on Windows also NUL, CON or COM1 in any folder.</summary>
    internal static bool IsDevice(string path) => s_isWindows ? IsWindowsDevice(path) : path.StartsWith("/dev/", StringComparison.Ordinal);

    /// <summary>
    /// The first character of a file's name that no name has here, or null. On Windows what follows a colon would be hidden behind the
    /// file that stands before it.
    /// </summary>
    internal static char? Impossible(string path)
    {
        string name = path.Substring(path.LastIndexOfAny(s_separators) + 1);
        int at = name.IndexOfAny(Path.GetInvalidFileNameChars());
        return at < 0 ? null : name[at];
    }

    private static bool IsWindowsDevice(string path) =>
        !path.StartsWith(@"\\", StringComparison.Ordinal) && Path.GetFullPath(path).StartsWith(@"\\.\", StringComparison.Ordinal);
}
