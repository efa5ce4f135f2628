namespace PSSsl.Trust;

/// <summary>What a chain is for.</summary>
internal enum ChainPurpose
{
    /// <summary>Nothing in particular: extended key usages are not looked at.</summary>
    None,

    /// <summary>The leaf is a server's (id-kp-serverAuth).</summary>
    ServerAuth,

    /// <summary>The leaf is a client's (id-kp-clientAuth).</summary>
    ClientAuth,

    /// <summary>The leaf is a server's for remote desktops alone (Microsoft's szOID_PKIX_KP_REMOTE_DESKTOP).</summary>
    RemoteDesktop,
}
