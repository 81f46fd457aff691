package dev.lifeboat.agent.nbd;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.util.concurrent.ThreadFactory;

/// What carries the bytes: epoll where its library loads, the JDK's selector elsewhere.
enum Transport {
    EPOLL(EpollSocketChannel.class),
    JDK(NioSocketChannel.class);

    private final Class<? extends SocketChannel> channel;

    Transport(Class<? extends SocketChannel> channel) {
        this.channel = channel;
    }

    static Transport best() {
        return Epoll.isAvailable() ? EPOLL : JDK;
    }

    Class<? extends SocketChannel> channel() {
        return channel;
    }

    EventLoopGroup loops(int count, ThreadFactory threads) {
        var handlers = switch (this) {
            case EPOLL -> EpollIoHandler.newFactory();
            case JDK -> NioIoHandler.newFactory();
        };
        return new MultiThreadIoEventLoopGroup(count, threads, handlers);
    }
}
