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
    protected override object? Untyped(T element) => element is null or string ? element : RowElements.Present(element);
}
