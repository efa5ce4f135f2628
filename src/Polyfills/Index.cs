#if !NET
// The engine shows its internals to the module, this one among them; each assembly means its own.
#pragma warning disable CS0436
namespace System;

/// <summary>What the compiler makes of <c>^1</c> and of patterns of lists.</summary>
internal readonly struct Index
{
    private readonly int _value;
    private readonly bool _fromEnd;

    public Index(int value, bool fromEnd = false)
    {
        _value = value;
        _fromEnd = fromEnd;
    }

    public static implicit operator Index(int value) => new(value);

    public int GetOffset(int length) => _fromEnd ? length - _value : _value;
}
#endif
