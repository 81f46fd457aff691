package dev.lifeboat.agent.nbdtarget;

/// Numbers of the protocol: the NBD specification, `doc/proto.md`.
final class ProtocolNumbers {
    static final long GREETING = 0x4e42444d41474943L;
    static final long OPTION_MAGIC = 0x49484156454F5054L;
    static final long OPTION_REPLY_MAGIC = 0x3e889045565a9L;
    static final int REQUEST_MAGIC = 0x25609513;
    static final int SIMPLE_REPLY_MAGIC = 0x67446698;

    /// In the greeting, and in our answer to it.
    static final int FIXED_NEWSTYLE = 1;
    static final int NO_ZEROES = 2;

    static final int OPTION_EXPORT_NAME = 1;
    static final int OPTION_STARTTLS = 5;
    static final int OPTION_GO = 7;

    static final int REPLY_ACK = 1;
    static final int REPLY_INFO = 3;
    static final int REPLY_ERROR = 1 << 31;
    static final int REPLY_UNSUPPORTED = REPLY_ERROR + 1;
    static final int REPLY_TLS_REQUIRED = REPLY_ERROR + 5;
    static final int REPLY_UNKNOWN = REPLY_ERROR + 6;

    static final int INFO_EXPORT = 0;
    static final int INFO_BLOCK_SIZE = 3;

    static final int WRITE = 1;
    static final int DISCONNECT = 2;
    static final int FLUSH = 3;
    static final int WRITE_ZEROES = 6;

    static final int NO_SPACE = 28;

    private ProtocolNumbers() {}
}
