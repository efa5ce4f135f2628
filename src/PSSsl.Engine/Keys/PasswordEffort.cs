using Org.BouncyCastle.Math;

namespace PSSsl.Engine.Keys;

/// <summary>
/// How much may be spent on one file's passwords. A file says by itself how often they are to be hashed, and could keep us busy for hours.
/// </summary>
internal sealed class PasswordEffort
{
    /// <summary>Several times what is advised today; some seconds.</summary>
    internal const int MostIterations = 5_000_000;

    /// <summary>Bytes that one scrypt may take.</summary>
    internal const int MostScryptMemory = 256 * 1024 * 1024;

    private const int MostScrypts = 8;

    private readonly int _most;
    private long _left;
    private readonly int _mostMemory;
    private int _scrypts = MostScrypts;

    /// <param name="most">The iterations that are tried for one password; four times as many for all.</param>
    /// <param name="mostMemory">The bytes that one scrypt may take.</param>
    internal PasswordEffort(int most = MostIterations, int mostMemory = MostScryptMemory)
    {
        _most = most;
        _mostMemory = mostMemory;
        _left = 4L * most;
    }

    /// <returns>The iterations, once they were paid for.</returns>
    /// <exception cref="KeyMaterialException">There are too many.</exception>
    internal int Spend(BigInteger iterations)
    {
        // A number as long as the file would take minutes to be written in decimal.
        if (iterations.SignValue <= 0 || iterations.BitLength > 31)
            throw TooMany(iterations.SignValue <= 0 ? "no number of" : $"more than {int.MaxValue}", _most);
        if (iterations.IntValue > _most)
            throw TooMany(iterations.ToString(), _most);
        _left -= iterations.IntValue;
        if (_left < 0)
            throw TooMany($"more than {4L * _most} in all", 4L * _most);
        return iterations.IntValue;
    }

    /// <exception cref="KeyMaterialException">It is too much, or was too often.</exception>
    internal void SpendScrypt(long memory)
    {
        if (memory > _mostMemory)
            throw new KeyMaterialException(KeyMaterialFault.Malformed,
                $"its password goes through scrypt with {memory >> 20} MiB; {_mostMemory >> 20} are the most that are tried");
        if (--_scrypts < 0)
            throw new KeyMaterialException(KeyMaterialFault.Malformed, $"its password goes through scrypt more than {MostScrypts} times");
    }

    private static KeyMaterialException TooMany(string many, long most) =>
        new(KeyMaterialFault.Malformed, $"its password goes through {many} iterations; {most} are the most that are tried");
}
