using System.Collections.Generic;
using System.ComponentModel;
using System.Management.Automation;

namespace PSSsl;

/// <summary>
/// A list within a result as scripts see it: its elements are objects with all their properties, where serialisers get texts
/// (<see cref="SslList{T}"/>).
/// </summary>
/// <typeparam name="T">What it holds.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
#pragma warning disable CA1710 // It is a list to who reads it, as its name says.
public sealed class ShownList<T> : SslList<T>
#pragma warning restore CA1710
    where T : class
{
    /// <summary>A list of these.</summary>
    /// <param name="elements">They are copied.</param>
    public ShownList(IEnumerable<T> elements)
        : base(elements)
    {
    }

    /// <inheritdoc/>
    /// <remarks>As PowerShell shows objects, so that everything sees what the module's types file adds to each.</remarks>
    protected override object? Untyped(T element) => PSObject.AsPSObject(element);
}
