#if NET
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Vector = System.Runtime.Intrinsics.Vector256<ulong>;

namespace PSSsl.Engine.Crypto.Curve25519;

/// <summary>
/// Four numbers modulo 2^255 - 19 side by side, each as ten limbs of 26 and 25 bits in turn. What is computed takes the same time and
/// touches the same memory whatever the numbers are.
/// </summary>
[InlineArray(Limbs)]
internal struct FieldElements
{
    internal const int Limbs = 10;

    private const ulong EvenLimb = (1UL << 26) - 1, OddLimb = (1UL << 25) - 1;

    private Vector _limb;

    /// <summary>How many bits a limb has.</summary>
    internal static int Bits(int limb) => (limb & 1) == 0 ? 26 : 25;

    /// <summary>
    /// The four products. Limbs of <paramref name="x"/> have at most two bits more than they are to have, those of <paramref name="y"/>
    /// 1.75: 19 times one fits in 32 bits then, and a sum of ten products in 63. Those of the result have hardly more than they are to.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Multiply(in FieldElements x, in FieldElements y, out FieldElements product)
    {
        Vector nineteen = Vector256.Create(19UL);
        Vector y0 = y[0], y1 = y[1], y2 = y[2], y3 = y[3], y4 = y[4], y5 = y[5], y6 = y[6], y7 = y[7], y8 = y[8], y9 = y[9];
        // 2^255 is 19 here: what goes over the top comes back at the bottom.
        Vector w1 = Times(y1, nineteen), w2 = Times(y2, nineteen), w3 = Times(y3, nineteen), w4 = Times(y4, nineteen),
            w5 = Times(y5, nineteen), w6 = Times(y6, nineteen), w7 = Times(y7, nineteen), w8 = Times(y8, nineteen),
            w9 = Times(y9, nineteen);
        Vector a = x[0];
        Vector p0 = Times(a, y0), p1 = Times(a, y1), p2 = Times(a, y2), p3 = Times(a, y3), p4 = Times(a, y4), p5 = Times(a, y5),
            p6 = Times(a, y6), p7 = Times(a, y7), p8 = Times(a, y8), p9 = Times(a, y9);
        // Two limbs of 25 bits meet half a bit too low on each side: their product counts twice.
        a = x[1];
        Vector b = a + a;
        p0 += Times(b, w9); p1 += Times(a, y0); p2 += Times(b, y1); p3 += Times(a, y2); p4 += Times(b, y3);
        p5 += Times(a, y4); p6 += Times(b, y5); p7 += Times(a, y6); p8 += Times(b, y7); p9 += Times(a, y8);
        a = x[2];
        p0 += Times(a, w8); p1 += Times(a, w9); p2 += Times(a, y0); p3 += Times(a, y1); p4 += Times(a, y2);
        p5 += Times(a, y3); p6 += Times(a, y4); p7 += Times(a, y5); p8 += Times(a, y6); p9 += Times(a, y7);
        a = x[3];
        b = a + a;
        p0 += Times(b, w7); p1 += Times(a, w8); p2 += Times(b, w9); p3 += Times(a, y0); p4 += Times(b, y1);
        p5 += Times(a, y2); p6 += Times(b, y3); p7 += Times(a, y4); p8 += Times(b, y5); p9 += Times(a, y6);
        a = x[4];
        p0 += Times(a, w6); p1 += Times(a, w7); p2 += Times(a, w8); p3 += Times(a, w9); p4 += Times(a, y0);
        p5 += Times(a, y1); p6 += Times(a, y2); p7 += Times(a, y3); p8 += Times(a, y4); p9 += Times(a, y5);
        a = x[5];
        b = a + a;
        p0 += Times(b, w5); p1 += Times(a, w6); p2 += Times(b, w7); p3 += Times(a, w8); p4 += Times(b, w9);
        p5 += Times(a, y0); p6 += Times(b, y1); p7 += Times(a, y2); p8 += Times(b, y3); p9 += Times(a, y4);
        a = x[6];
        p0 += Times(a, w4); p1 += Times(a, w5); p2 += Times(a, w6); p3 += Times(a, w7); p4 += Times(a, w8);
        p5 += Times(a, w9); p6 += Times(a, y0); p7 += Times(a, y1); p8 += Times(a, y2); p9 += Times(a, y3);
        a = x[7];
        b = a + a;
        p0 += Times(b, w3); p1 += Times(a, w4); p2 += Times(b, w5); p3 += Times(a, w6); p4 += Times(b, w7);
        p5 += Times(a, w8); p6 += Times(b, w9); p7 += Times(a, y0); p8 += Times(b, y1); p9 += Times(a, y2);
        a = x[8];
        p0 += Times(a, w2); p1 += Times(a, w3); p2 += Times(a, w4); p3 += Times(a, w5); p4 += Times(a, w6);
        p5 += Times(a, w7); p6 += Times(a, w8); p7 += Times(a, w9); p8 += Times(a, y0); p9 += Times(a, y1);
        a = x[9];
        b = a + a;
        p0 += Times(b, w1); p1 += Times(a, w2); p2 += Times(b, w3); p3 += Times(a, w4); p4 += Times(b, w5);
        p5 += Times(a, w6); p6 += Times(b, w7); p7 += Times(a, w8); p8 += Times(b, w9); p9 += Times(a, y0);
        Carry(p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, out product);
    }

    /// <summary>Brings limbs of up to 63 bits back to about the bits that they are to have.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Carry(ref FieldElements x) => Carry(x[0], x[1], x[2], x[3], x[4], x[5], x[6], x[7], x[8], x[9], out x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector Times(Vector x, Vector y) => Avx2.Multiply(x.AsUInt32(), y.AsUInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Carry(Vector p0, Vector p1, Vector p2, Vector p3, Vector p4, Vector p5, Vector p6, Vector p7, Vector p8, Vector p9,
        out FieldElements result)
    {
        Vector even = Vector256.Create(EvenLimb), odd = Vector256.Create(OddLimb);
        // From limb 0 to 5, and from 4 round to 1, side by side.
        p1 += p0 >>> 26; p0 &= even; p5 += p4 >>> 26; p4 &= even;
        p2 += p1 >>> 25; p1 &= odd; p6 += p5 >>> 25; p5 &= odd;
        p3 += p2 >>> 26; p2 &= even; p7 += p6 >>> 26; p6 &= even;
        p4 += p3 >>> 25; p3 &= odd; p8 += p7 >>> 25; p7 &= odd;
        p5 += p4 >>> 26; p4 &= even; p9 += p8 >>> 26; p8 &= even;
        Vector over = p9 >>> 25;
        p9 &= odd;
        p0 += over + (over << 1) + (over << 4);
        p1 += p0 >>> 26; p0 &= even;
        result = default;
        result[0] = p0; result[1] = p1; result[2] = p2; result[3] = p3; result[4] = p4;
        result[5] = p5; result[6] = p6; result[7] = p7; result[8] = p8; result[9] = p9;
    }
}
#endif
