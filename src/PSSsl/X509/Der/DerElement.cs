using System;

namespace PSSsl.X509;

/// <summary>DER that a user gave.</summary>
internal static class DerElement
{
    /// <exception cref="FormatException">It is not one element, in DER's one form.</exception>
    internal static void Check(byte[] der, string what)
    {
        var reader = new DerReader(der);
        try
        {
            reader.Skip();
        }
        catch (FormatException e)
        {
            throw new FormatException($"{what} is no DER: {e.Message}", e);
        }

        if (reader.HasMore)
            throw new FormatException($"{what} has bytes after its end");
        if (DerRules.FirstBroken(der) is { } fault)
            throw new FormatException($"{what} is no DER: {fault}");
    }
}
