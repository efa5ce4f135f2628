#if NET
using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;
using Org.BouncyCastle.Math.EC.Rfc7748;
using Vector = System.Runtime.Intrinsics.Vector256<ulong>;

namespace PSSsl.Engine.Crypto.Curve25519;

/// <summary>
/// The function X25519 (RFC 7748, 5) with the four multiplications of a step side by side. No branch and no index depends on the scalar
/// or on the point.
/// </summary>
internal static class MontgomeryLadder
{
    /// <summary>(A - 2) / 4 of the curve.</summary>
    private const ulong A24 = 121665;

    /// <summary>Whether this processor does the arithmetic; the library's serves the others.</summary>
    internal static bool IsSupported => Avx2.IsSupported;

    /// <summary>Scalar and point have 32 bytes each, and so has the result, which is all zeros for a point of low order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Multiply(ReadOnlySpan<byte> scalar, ReadOnlySpan<byte> point, Span<byte> result)
    {
        Span<byte> bits = stackalloc byte[X25519.ScalarSize];
        scalar.CopyTo(bits);
        X25519.ClampPrivateKey(bits);
        Span<ulong> u = stackalloc ulong[FieldElements.Limbs];
        Read(point, u);

        // In the lanes: x2, z2, x3, z3 of the RFC.
        FieldElements state = default, last = default;
        for (int limb = 0; limb < FieldElements.Limbs; limb++)
        {
            ulong one = limb == 0 ? 1UL : 0;
            state[limb] = Vector256.Create(one, 0, u[limb], one);
            last[limb] = Vector256.Create(one, one, one, u[limb]);
        }
        ulong swapped = 0;
        for (int at = 254; at >= 0; at--)
        {
            ulong bit = (ulong)(bits[at >> 3] >> (at & 7)) & 1;
            Step(ref state, last, Vector256.Create(0 - (swapped ^ bit)));
            swapped = bit;
        }
        // The last bit is 0 in every scalar, so the two points are in their places.
        Divide(state, result);
        CryptographicOperations.ZeroMemory(bits);
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(new Span<FieldElements>(ref state)));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Step(ref FieldElements state, in FieldElements last, Vector swap)
    {
        // Lanes 1 and 3 subtract: twice the modulus is added before, so that no limb gets negative, and 1 for the complement.
        Vector minus = Vector256.Create(0, ulong.MaxValue, 0, ulong.MaxValue);
        Vector lowest = minus & Vector256.Create(0x7FFFFDAUL + 1), odd = minus & Vector256.Create(0x3FFFFFEUL + 1),
            even = minus & Vector256.Create(0x7FFFFFEUL + 1);
        FieldElements left = default, right = default;
        for (int limb = 0; limb < FieldElements.Limbs; limb++)
        {
            Vector twice = limb == 0 ? lowest : (limb & 1) != 0 ? odd : even, v = state[limb];
            v ^= swap & (v ^ Avx2.Permute4x64(v, 0b01_00_11_10));
            // A = x2 + z2, B = x2 - z2, C = x3 + z3, D = x3 - z3; to be multiplied with A, B, B, A.
            v = Avx2.UnpackLow(v, v) + ((Avx2.UnpackHigh(v, v) ^ minus) + twice);
            left[limb] = v;
            right[limb] = Avx2.Permute4x64(v, 0b00_01_01_00);
        }
        FieldElements.Multiply(left, right, out FieldElements products);

        Vector a24 = Vector256.Create(0, A24, 0, 0);
        for (int limb = 0; limb < FieldElements.Limbs; limb++)
        {
            // AA, AA, CB, CB and BB, BB, DA, DA; their sum AA + BB, their difference E, CB + DA and CB - DA.
            Vector twice = limb == 0 ? lowest : (limb & 1) != 0 ? odd : even, v = products[limb];
            Vector low = Avx2.UnpackLow(v, v), high = Avx2.UnpackHigh(v, v), sums = low + ((high ^ minus) + twice);
            // AA, E, CB + DA, CB - DA; to be multiplied with BB, AA + a24 * E, and themselves.
            left[limb] = Lane(0, low, sums);
            right[limb] = Avx2.Multiply(sums.AsUInt32(), a24.AsUInt32()) + Lane(0, high, Lane(1, low, sums));
        }
        FieldElements.Carry(ref right);
        FieldElements.Multiply(left, right, out products);
        // The fourth is still to be multiplied with the point's coordinate.
        FieldElements.Multiply(products, last, out state);
    }

    /// <summary>One lane of the first, the others of the second.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector Lane(int lane, Vector one, Vector others) => lane == 0
        ? Avx2.Blend(others.AsInt32(), one.AsInt32(), 0b0000_0011).AsUInt64()
        : Avx2.Blend(others.AsInt32(), one.AsInt32(), 0b0000_1100).AsUInt64();

    /// <summary>The bit above the 255th is not part of a coordinate (RFC 7748, 5).</summary>
    private static void Read(ReadOnlySpan<byte> point, Span<ulong> limbs)
    {
        ulong a = BinaryPrimitives.ReadUInt64LittleEndian(point), b = BinaryPrimitives.ReadUInt64LittleEndian(point[8..]),
            c = BinaryPrimitives.ReadUInt64LittleEndian(point[16..]), d = BinaryPrimitives.ReadUInt64LittleEndian(point[24..]);
        for (int limb = 0; limb < FieldElements.Limbs; limb++)
        {
            int bits = FieldElements.Bits(limb), rest = 64 - bits;
            limbs[limb] = a & ((1UL << bits) - 1);
            a = (a >> bits) | (b << rest);
            b = (b >> bits) | (c << rest);
            c = (c >> bits) | (d << rest);
            d >>= bits;
        }
    }

    /// <summary>x2 / z2, by the library's inversion; 0 where z2 is 0.</summary>
    private static void Divide(in FieldElements state, Span<byte> result)
    {
        int[] x = Take(state, 0), z = Take(state, 1);
        X25519Field.Inv(z, z);
        X25519Field.Mul(x, z, x);
        X25519Field.Normalize(x);
        X25519Field.Encode(x, result);
        Array.Clear(x);
        Array.Clear(z);
    }

    /// <summary>The element of one lane, in the library's limbs.</summary>
    private static int[] Take(in FieldElements state, int lane)
    {
        Span<ulong> limbs = stackalloc ulong[FieldElements.Limbs];
        for (int limb = 0; limb < limbs.Length; limb++)
            limbs[limb] = state[limb].GetElement(lane);
        // Once leaves each limb its bits, save where the top runs over by that; then once more does.
        for (int round = 0; round < 2; round++)
        {
            for (int limb = 0; limb < limbs.Length; limb++)
            {
                int bits = FieldElements.Bits(limb);
                ulong over = limbs[limb] >> bits;
                limbs[limb] -= over << bits;
                if (limb + 1 < limbs.Length)
                    limbs[limb + 1] += over;
                else
                    limbs[0] += 19 * over;
            }
        }
        Span<byte> bytes = stackalloc byte[X25519.PointSize];
        ulong gathered = 0;
        int held = 0, at = 0;
        for (int limb = 0; limb < limbs.Length; limb++)
        {
            gathered |= limbs[limb] << held;
            for (held += FieldElements.Bits(limb); held >= 8; held -= 8, gathered >>= 8)
                bytes[at++] = (byte)gathered;
        }
        bytes[at] = (byte)gathered;
        int[] element = X25519Field.Create();
        X25519Field.Decode255(bytes, element);
        CryptographicOperations.ZeroMemory(bytes);
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(limbs));
        return element;
    }
}
#endif
