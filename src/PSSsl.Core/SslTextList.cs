using System.Collections.Generic;

namespace PSSsl;

/// <summary>Names, addresses and other texts within a result.</summary>
#pragma warning disable CA1710 // As its base.
public sealed class SslTextList : SslList<string>
#pragma warning restore CA1710
{
    /// <summary>A list of these.</summary>
    /// <param name="texts">They are copied.</param>
    public SslTextList(IEnumerable<string> texts)
        : base(texts)
    {
    }
}
