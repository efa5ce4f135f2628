using System;
using System.IO;
using System.Runtime.InteropServices;

namespace PSSsl.Net;

/// <summary>What to do about a file that the system does not let us at.</summary>
internal static class FileCure
{
    /// <summary>ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION, as an HRESULT ends.</summary>
    private const int SharingViolation = 32, LockViolation = 33;

    /// <summary>EWOULDBLOCK, which .NET gives where a file is locked; it has another number on macOS and the BSDs.</summary>
    private static readonly int s_wouldBlock = RuntimeInformation.IsOSPlatform(OSPlatform.Linux) ? 11 : 35;

    /// <param name="e">What the system said.</param>
    /// <param name="otherwise">What to do if no other program is in the way.</param>
    internal static string Of(Exception e, string otherwise) =>
        IsInUse(e) ? "Another program has the file open and locks it: close it there, or try again." : otherwise;

    /// <summary>Where a file is put in the place of another, Windows tells of locks and of write protection as of permissions.</summary>
    internal static string OfReplacing(Exception e, string otherwise) =>
        Of(e, e is UnauthorizedAccessException && RuntimeInformation.IsOSPlatform(OSPlatform.Windows)
            ? otherwise + " It may also be write-protected, or open in another program: close it there." : otherwise);

    private static bool IsInUse(Exception e) => e is IOException && (RuntimeInformation.IsOSPlatform(OSPlatform.Windows)
        ? (e.HResult & 0xFFFF) is SharingViolation or LockViolation
        : e.HResult == s_wouldBlock);
}
