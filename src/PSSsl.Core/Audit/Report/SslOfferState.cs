namespace PSSsl;

/// <summary>Whether a server offers something.</summary>
public enum SslOfferState
{
    /// <summary>It could not be found out.</summary>
    Unknown,

    /// <summary>It does not.</summary>
    NotOffered,

    /// <summary>It does.</summary>
    Offered,
}
