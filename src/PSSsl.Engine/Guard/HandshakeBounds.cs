namespace PSSsl.Engine.Guard;

/// <summary>Where handshake messages begin and end within the records that carry them.</summary>
internal sealed class HandshakeBounds
{
    private const int HeaderLength = 4;

    private int _headerSeen;
    private int _type;
    private int _length;
    private int _bodyLeft;

    /// <summary>True in the middle of a message.</summary>
    internal bool IsPartial => _headerSeen > 0;

    /// <summary>What a record holds of handshake messages.</summary>
    internal void Add(byte[] buffer, int offset, int count)
    {
        for (int end = offset + count; offset < end;)
        {
            if (_headerSeen < HeaderLength)
            {
                if (_headerSeen == 0)
                    (_type, _length) = (buffer[offset], 0);
                else
                    _length = (_length << 8) | buffer[offset];
                offset++;
                if (++_headerSeen < HeaderLength)
                    continue;
                SizeLimits.CheckMessage(_type, _length);
                _bodyLeft = _length;
            }

            int taken = System.Math.Min(_bodyLeft, end - offset);
            offset += taken;
            _bodyLeft -= taken;
            if (_bodyLeft == 0)
                _headerSeen = 0;
        }
    }
}
