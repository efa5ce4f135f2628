#if NET
using System;
#endif
using System.Collections.Generic;

namespace PSSsl.Engine;

/// <summary>Compares encodings byte for byte. Not in constant time: it is for what everybody may see.</summary>
internal sealed class ByteSequenceComparer : IEqualityComparer<byte[]>
{
    private ByteSequenceComparer()
    {
    }

    /// <summary>The one there is.</summary>
    internal static ByteSequenceComparer Instance { get; } = new();

    /// <summary>Whether two are the same bytes, or both null.</summary>
    public bool Equals(byte[]? x, byte[]? y)
    {
        if (x is null || y is null || x.Length != y.Length)
            return ReferenceEquals(x, y);
#if NET
        return x.AsSpan().SequenceEqual(y);
#else
        for (int i = 0; i < x.Length; i++)
        {
            if (x[i] != y[i])
                return false;
        }

        return true;
#endif
    }

    /// <summary>FNV-1a of the last bytes, where certificates have their signature and names their most special part.</summary>
    public int GetHashCode(byte[] obj)
    {
        unchecked
        {
            uint hash = 2166136261;
            for (int i = obj.Length > 64 ? obj.Length - 64 : 0; i < obj.Length; i++)
                hash = (hash ^ obj[i]) * 16777619;
            return (int)(hash ^ (uint)obj.Length);
        }
    }
}
