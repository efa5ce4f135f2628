using System.Collections.Generic;

namespace PSSsl;

/// <summary>
/// A list within a tree of results, an audit's: serialisers get its elements whole, and one line for all of them as a text.
/// </summary>
/// <typeparam name="T">What it holds.</typeparam>
internal sealed class SslRows<T> : SslList<T>
{
    internal SslRows(IEnumerable<T> elements)
        : base(elements)
    {
    }

    /// <inheritdoc/>
    /// <remarks>In PowerShell as it shows objects, so that ConvertTo-Json sees what the module's types file adds to each.</remarks>
    protected override object? Untyped(T element) => element is null or string ? element : ListElements.Present(element);
}
