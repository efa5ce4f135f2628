namespace PSSsl.Trust;

/// <summary>Whose word on a certificate's revocation counts where its chain is not asked.</summary>
internal enum IssuerTrust
{
    /// <summary>That of an issuer whose chain ends at an anchor.</summary>
    MustBeTrusted,

    /// <summary>That of whoever issued it: the certificate itself is known to be the right one.</summary>
    Given,

    /// <summary>The same, of a certificate that may be anybody's: nothing is fetched from where it says.</summary>
    NotAsked,
}
