using Org.BouncyCastle.Math;

namespace PSSsl.Engine.Keys;

/// <summary>How much may be spent on one file's passwords. A file says by itself how often they are to be hashed, and could keep us busy for hours.</summary>
internal sealed class PasswordEffort
{
    /// <summary>Several times what is advised today; some seconds.</summary>
    internal const int MostIterations = 5_000_000;

    private const int MostScrypts = 8;

    private long _left = 4L * MostIterations;
    private int _scrypts = MostScrypts;

    /// <returns>The iterations, once they were paid for.</returns>
    /// <exception cref="KeyMaterialException">There are too many.</exception>
    internal int Spend(BigInteger iterations)
    {
        if (iterations.SignValue <= 0 || iterations.BitLength > 31 || iterations.IntValue > MostIterations)
            throw new KeyMaterialException(KeyMaterialFault.Malformed, $"its password goes through {iterations} iterations; {MostIterations} are the most that are tried");
        _left -= iterations.IntValue;
        if (_left < 0)
            throw new KeyMaterialException(KeyMaterialFault.Malformed, $"its password goes through more than {4L * MostIterations} iterations in all; these are the most that are tried");
        return iterations.IntValue;
    }

    /// <exception cref="KeyMaterialException">It was too often.</exception>
    internal void SpendScrypt()
    {
        if (--_scrypts < 0)
            throw new KeyMaterialException(KeyMaterialFault.Malformed, $"its password goes through scrypt more than {MostScrypts} times");
    }
}
