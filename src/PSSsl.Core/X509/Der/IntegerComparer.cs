using System.Collections.Generic;

namespace PSSsl.X509.Der;

/// <summary>Compares the contents of INTEGERs by their value: a zero, or a sign, too many before it makes no other number of it.</summary>
internal sealed class IntegerComparer : IEqualityComparer<byte[]>, IComparer<byte[]?>
{
    internal static IntegerComparer Instance { get; } = new();

    public bool Equals(byte[]? x, byte[]? y) => x is null || y is null ? ReferenceEquals(x, y) : Compare(x, y) == 0;

    public int GetHashCode(byte[] obj)
    {
        int hash = obj.Length > 0 ? obj[0] & 0x80 : 0;
        for (int i = Start(obj); i < obj.Length; i++)
            hash = unchecked((hash * 31) + obj[i]);
        return hash;
    }

    /// <summary>No number at all is the smallest.</summary>
    public int Compare(byte[]? x, byte[]? y)
    {
        if (x is null || y is null)
            return (x is null ? 0 : 1) - (y is null ? 0 : 1);
        bool isNegative = IsNegative(x);
        if (isNegative != IsNegative(y))
            return isNegative ? -1 : 1;
        int a = Start(x), b = Start(y), longer = (x.Length - a).CompareTo(y.Length - b);
        if (longer != 0)
            return isNegative ? -longer : longer;
        for (; a < x.Length; a++, b++)
        {
            if (x[a] != y[b])
                return x[a].CompareTo(y[b]);
        }

        return 0;
    }

    private static bool IsNegative(byte[] number) => number.Length > 0 && (number[0] & 0x80) != 0;

    /// <summary>Where the digits begin; one byte is always left of a negative one.</summary>
    private static int Start(byte[] number)
    {
        bool isNegative = IsNegative(number);
        byte filler = (byte)(isNegative ? 0xFF : 0x00);
        int start = 0;
        while (start < number.Length - (isNegative ? 1 : 0) && number[start] == filler)
            start++;
        // 0xFF 0x7F is not 0x7F: its sign is needed.
        return isNegative && start > 0 && start < number.Length && (number[start] & 0x80) == 0 ? start - 1 : start;
    }
}
