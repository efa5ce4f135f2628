using System;
using System.Collections.Generic;
using System.Linq;

namespace PSSsl.Tests.X509;

/// <summary>Changes one element of a structure so that the frame around it stays right, or single bytes so that it does not.</summary>
internal sealed class DerMutator(Random random)
{
    private static readonly byte[] s_tags =
    [
        0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x0A, 0x0C, 0x10, 0x11, 0x13, 0x16, 0x17, 0x18, 0x1E, 0x1F, 0x21, 0x22, 0x23, 0x24, 0x26,
        0x2C, 0x30, 0x31, 0x32, 0x33,
        0x80, 0x81, 0x82, 0x86, 0x87, 0x88, 0x89, 0xA0, 0xA1, 0xA2, 0xA3, 0xA4, 0xBF,
    ];

    private static readonly byte[][] s_contents =
    [
        [], [0x00], [0x01], [0x7F], [0x80], [0xFF], [0x00, 0x00], [0x00, 0x7F], [0x00, 0x80], [0xFF, 0x80], [0x80, 0x01, 0x02],
        [0x07, 0xFF], [0x08, 0x00], [0x2A, 0x80, 0x01],
        [0x2A, 0x81], "260101000000Z"u8.ToArray(), "20260101000000Z"u8.ToArray(), "2601010000Z"u8.ToArray(), "99999999999999Z"u8.ToArray(),
        [0x61, 0x00, 0x62], [0xC3, 0x28], [0x05, 0x00],
        [0x30, 0x00], [0x0C, 0x01, 0x41],
    ];

    internal byte[] Mutate(byte[] der)
    {
        byte[] changed = der;
        for (int i = random.Next(4) == 0 ? 2 : 1; i > 0; i--)
            changed = random.Next(4) == 0 ? Bytes(changed) : Element(changed);
        return changed;
    }

    private byte[] Bytes(byte[] der)
    {
        List<byte> bytes = [.. der];
        int at = random.Next(bytes.Count);
        switch (random.Next(4))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                bytes[at] = (byte)random.Next(256);
                break;
            case 2:
                bytes.RemoveRange(at, Math.Min(bytes.Count - at, 1 + random.Next(4)));
                break;
            default:
                bytes.Insert(at, (byte)random.Next(256));
                break;
        }

        return bytes.Count == 0 ? [0x30] : [.. bytes];
    }

    private byte[] Element(byte[] der)
    {
        if (Node.Read(der) is not { } root)
            return Bytes(der);
        Node[] all = root.All().ToArray();
        Node node = all[random.Next(all.Length)];
        switch (random.Next(9))
        {
            case 0:
                node.Tag = s_tags[random.Next(s_tags.Length)];
                break;
            case 1:
                (node.Children, node.Content) = (null, s_contents[random.Next(s_contents.Length)]);
                break;
            case 2:
                (node.Content, node.Children) = ([], node.Children?.Skip(1).ToList());
                break;
            case 3 when node.Children is { Count: > 0 } children:
                children.Insert(random.Next(children.Count + 1), children[random.Next(children.Count)].Copy());
                break;
            case 4 when node.Children is { Count: > 1 } children:
                children.Reverse(random.Next(children.Count - 1), 2);
                break;
            case 5 when node.Children is { } children:
                children.Add(all[random.Next(all.Length)].Copy());
                break;
            case 6 when node.Children is null:
                (node.Children, node.Tag) = ([new Node { Tag = node.Tag, Content = node.Content }], (byte)(node.Tag | 0x20));
                break;
            case 7:
                node.LengthBytes = 1 + random.Next(4);
                break;
            default:
                node.Tag ^= (byte)(1 << random.Next(8));
                break;
        }

        return root.Write();
    }

    /// <summary>An element; its length may be written in more bytes than it needs.</summary>
    private sealed class Node
    {
        internal byte Tag { get; set; }

        internal byte[] Content { get; set; } = [];

        internal List<Node>? Children { get; set; }

        internal int LengthBytes { get; set; }

        internal static Node? Read(byte[] der) => ReadAll(der, 0) is [var only] ? only : null;

        internal IEnumerable<Node> All() => (Children ?? []).SelectMany(c => c.All()).Prepend(this);

        internal Node Copy() => Read(Write()) ?? new Node { Tag = Tag, Content = Content };

        internal byte[] Write()
        {
            byte[] content = Children is null ? Content : Children.SelectMany(c => c.Write()).ToArray();
            int needed = content.Length < 0x80 ? 0 : content.Length < 0x100 ? 1 : content.Length < 0x10000 ? 2 : 3;
            int bytes = Math.Max(needed, LengthBytes);
            byte[] length = Enumerable.Range(0, bytes).Select(i => (byte)(content.Length >> (8 * (bytes - 1 - i)))).ToArray();
            return [Tag, bytes == 0 ? (byte)content.Length : (byte)(0x80 | bytes), .. length, .. content];
        }

        /// <summary>OCTET STRINGs and BIT STRINGs that hold elements are entered too: extensions are there.</summary>
        private static List<Node>? ReadAll(byte[] der, int depth)
        {
            var nodes = new List<Node>();
            for (int at = 0; at < der.Length;)
            {
                if (depth > 30 || at + 2 > der.Length || (der[at] & 0x1F) == 0x1F)
                    return null;
                byte tag = der[at];
                int length = der[at + 1], start = at + 2;
                if (length >= 0x80)
                {
                    int count = length & 0x7F;
                    if (count is 0 or > 3 || start + count > der.Length)
                        return null;
                    length = der.Skip(start).Take(count).Aggregate(0, (value, b) => (value << 8) | b);
                    start += count;
                }

                if (length > der.Length - start)
                    return null;
                byte[] content = der[start..(start + length)];
                List<Node>? children = (tag & 0x20) != 0 || tag == 0x04 ? ReadAll(content, depth + 1) : null;
                nodes.Add(new Node { Tag = tag, Content = content, Children = children is { Count: > 0 } ? children : null });
                at = start + length;
            }

            return nodes;
        }
    }
}
