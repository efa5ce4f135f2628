using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Security.Cryptography.X509Certificates;

namespace PSSsl.Trust;

/// <summary>
/// Windows installs most public roots when a chain first needs them, and .NET's switch against downloads turns that off together with
/// what certificates point to (CERT_CHAIN_DISABLE_AIA and CERT_CHAIN_DISABLE_AUTH_ROOT_AUTO_UPDATE are one for it). Asked for the chain
/// once without the second flag, Windows updates its store of roots from its maker, and nothing is fetched from where a peer's
/// certificate says.
/// </summary>
internal static class WindowsRoots
{
    private const uint DisableAia = 0x2000, AddAlways = 4;

    /// <summary>CERT_STORE_PROV_MEMORY.</summary>
    private static readonly IntPtr s_inMemory = new(2);

    /// <summary>Has Windows look for the root of a chain that does not end at one; false where it could not, and elsewhere.</summary>
    internal static bool Update(X509Certificate2 leaf, IEnumerable<X509Certificate2> others)
    {
        if (!RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
            return false;
        IntPtr store = CertOpenStore(s_inMemory, 0, IntPtr.Zero, 0, IntPtr.Zero);
        if (store == IntPtr.Zero)
            return false;
        try
        {
            foreach (X509Certificate2 other in others)
                CertAddCertificateContextToStore(store, other.Handle, AddAlways, IntPtr.Zero);
            var how = new ChainPara { Size = (uint)Marshal.SizeOf<ChainPara>() };
            if (!CertGetCertificateChain(IntPtr.Zero, leaf.Handle, IntPtr.Zero, store, ref how, DisableAia, IntPtr.Zero, out IntPtr chain))
                return false;
            CertFreeCertificateChain(chain);
            return true;
        }
        finally
        {
            CertCloseStore(store, 0);
        }
    }

    /// <summary>CERT_CHAIN_PARA up to RequestedUsage, which names no usage.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct ChainPara
    {
        internal uint Size;
        internal UsageMatch Requested;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct UsageMatch
    {
        internal uint Type;
        internal Usages Usages;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Usages
    {
        internal uint Count;
        internal IntPtr Names;
    }

    [DllImport("crypt32.dll", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern IntPtr CertOpenStore(IntPtr provider, uint encoding, IntPtr cryptography, uint flags, IntPtr para);

    [DllImport("crypt32.dll", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool CertAddCertificateContextToStore(IntPtr store, IntPtr certificate, uint disposition, IntPtr added);

    [DllImport("crypt32.dll", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool CertGetCertificateChain(IntPtr engine, IntPtr certificate, IntPtr time, IntPtr store, ref ChainPara how,
        uint flags, IntPtr reserved, out IntPtr chain);

    [DllImport("crypt32.dll", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern void CertFreeCertificateChain(IntPtr chain);

    [DllImport("crypt32.dll", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool CertCloseStore(IntPtr store, uint flags);
}
