using System.Collections;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Linq;

namespace PSSsl;

/// <summary>
/// A list within a result. It cannot be changed, two with the same elements are equal, and as a text, in a file of comma-separated values
/// for one, it is its elements with commas between them.
/// </summary>
/// <typeparam name="T">What it holds.</typeparam>
#pragma warning disable CA1710 // It is a list to who reads it, as its name says.
public class SslList<T> : ReadOnlyCollection<T>, IEnumerable
#pragma warning restore CA1710
{
    /// <summary>A list of these.</summary>
    /// <param name="elements">They are copied.</param>
    public SslList(IEnumerable<T> elements)
        : base(elements.ToArray())
    {
    }

    /// <summary>How many it has, as arrays call it.</summary>
    public int Length => Count;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is SslList<T> other && this.SequenceEqual(other);

    /// <inheritdoc/>
    public override int GetHashCode() => this.Aggregate(Count, (hash, element) => unchecked((hash * 31) + (element?.GetHashCode() ?? 0)));

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", this);

    /// <remarks>In PowerShell as it shows objects, so that ConvertTo-Json sees what the module's types file adds to each.</remarks>
    IEnumerator IEnumerable.GetEnumerator()
    {
        foreach (T element in this)
            yield return element is null or string ? element : ListElements.Present(element);
    }
}
