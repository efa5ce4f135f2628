using System.Collections.Generic;

namespace PSSsl;

/// <summary>Names, addresses and other texts within a result.</summary>
public sealed class SslTextList : SslList<string>
{
    /// <summary>A list of these.</summary>
    /// <param name="texts">They are copied.</param>
    public SslTextList(IEnumerable<string> texts)
        : base(texts)
    {
    }
}
