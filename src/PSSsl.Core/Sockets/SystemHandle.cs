#if NET
using System;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace PSSsl.Sockets;

/// <summary>
/// A connected socket of the system that is somebody else's: it is used by a copy of its handle, so that each owner closes his own.
/// </summary>
internal static class SystemHandle
{
    /// <summary>Size of WSAPROTOCOL_INFOW.</summary>
    private const int ProtocolInformation = 628;

    /// <exception cref="SocketException">It is none.</exception>
    internal static Socket Copy(IntPtr handle)
    {
        if (OperatingSystem.IsWindows())
        {
            var information = new byte[ProtocolInformation];
            if (WsaDuplicateSocket(handle, Environment.ProcessId, information) != 0)
                throw new SocketException(Marshal.GetLastWin32Error());
            return new Socket(new SocketInformation { ProtocolInformation = information, Options = SocketInformationOptions.Connected });
        }

        IntPtr copy = Dup(handle);
        if (copy == new IntPtr(-1))
            throw new SocketException(Marshal.GetLastPInvokeError());
        var owned = new SafeSocketHandle(copy, ownsHandle: true);
        try
        {
            return new Socket(owned);
        }
        catch
        {
            owned.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Whether calls on the handle wait, as the system has it: the runtime sets it once, and from then on only remembers what it was told.
    /// </summary>
    internal static bool IsBlocking(Socket socket) =>
        OperatingSystem.IsWindows() || FcntlGetIsNonBlocking(socket.Handle, out int nonBlocking) != 0 || nonBlocking == 0;

    internal static void SetBlocking(Socket socket, bool value)
    {
        if (!OperatingSystem.IsWindows())
            _ = FcntlSetIsNonBlocking(socket.Handle, value ? 0 : 1);
    }

    [DllImport("libSystem.Native", EntryPoint = "SystemNative_Dup", SetLastError = true)]
    private static extern IntPtr Dup(IntPtr handle);

    [DllImport("libSystem.Native", EntryPoint = "SystemNative_FcntlGetIsNonBlocking", SetLastError = true)]
    private static extern int FcntlGetIsNonBlocking(IntPtr handle, out int isNonBlocking);

    [DllImport("libSystem.Native", EntryPoint = "SystemNative_FcntlSetIsNonBlocking", SetLastError = true)]
    private static extern int FcntlSetIsNonBlocking(IntPtr handle, int isNonBlocking);

    [DllImport("ws2_32", EntryPoint = "WSADuplicateSocketW", SetLastError = true)]
    private static extern int WsaDuplicateSocket(IntPtr socket, int processId, [Out] byte[] information);
}
#endif
