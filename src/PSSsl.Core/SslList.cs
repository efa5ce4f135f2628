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

    /// <summary>What an element is to who does not know its type.</summary>
    /// <param name="element">The element.</param>
    /// <returns>
    /// Its text: a serialiser walks a result this way, and ConvertTo-Json cuts off what lies deeper than an array of results with lists in
    /// them. Who has the type gets the elements; in PowerShell the module's types file hands them out.
    /// </returns>
    protected virtual object? Untyped(T element) => element?.ToString();

    IEnumerator IEnumerable.GetEnumerator()
    {
        foreach (T element in this)
            yield return Untyped(element);
    }
}
