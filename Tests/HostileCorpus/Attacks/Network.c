#include "attack.h"

#include <arpa/inet.h>
#include <linux/netlink.h>
#include <linux/vm_sockets.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>

#ifndef MSG_FASTOPEN
#define MSG_FASTOPEN 0x20000000
#endif

/// An address, and its length.
struct address {
  union {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
    struct sockaddr_un local;
  };
  socklen_t length;
};

static struct address v4_at(uint32_t host, uint16_t port) {
  return (struct address){.v4 = {AF_INET, htons(port), {htonl(host)}}, .length = sizeof(struct sockaddr_in)};
}
static struct address v6_at(struct in6_addr host, uint16_t port) {
  return (struct address){.v6 = {AF_INET6, htons(port), 0, host}, .length = sizeof(struct sockaddr_in6)};
}
static struct address v4(void) { return v4_at(INADDR_LOOPBACK, port()); }
static struct address v6(void) { return v6_at(in6addr_loopback, port()); }
static struct address at_path(const char *path) {
  struct address address = {.local = {AF_UNIX}, .length = sizeof(struct sockaddr_un)};
  snprintf(address.local.sun_path, sizeof address.local.sun_path, "%s", path);
  return address;
}
static struct address abstract(void) {
  struct address address = {.local = {AF_UNIX}};
  int count = snprintf(address.local.sun_path + 1, sizeof address.local.sun_path - 1, "airlock-%d", port());
  address.length = offsetof(struct sockaddr_un, sun_path) + 1 + count;
  return address;
}
static int new_socket(struct address address, int type) { return socket(address.any.sa_family, type, 0); }

// ---- reaching out ---------------------------------------------------------------------------------------------------
static bool connects(struct address address, int type) {
  return could(connect(new_socket(address, type), &address.any, address.length));
}
ESCAPE(connect_v4) { return connects(v4(), SOCK_STREAM); }
ESCAPE(connect_v6) { return connects(v6(), SOCK_STREAM); }
ESCAPE(connect_udp_v4) { return connects(v4(), SOCK_DGRAM); }
ESCAPE(connect_udp_v6) { return connects(v6(), SOCK_DGRAM); }
ESCAPE(connect_unix) { return connects(at_path(outside("socket")), SOCK_STREAM); }
/// An address that a terminal would obey.
ESCAPE(connect_evil) { return connects(at_path("\033[2J\033]0;owned\007\xff\342\200\256"), SOCK_STREAM); }
ESCAPE(connect_abstract) { return connects(abstract(), SOCK_STREAM); }

static bool sends(struct address address, int type, int flags) {
  return could(sendto(new_socket(address, type), "x", 1, flags | MSG_NOSIGNAL, &address.any, address.length));
}
ESCAPE(send_v4) { return sends(v4(), SOCK_DGRAM, 0); }
ESCAPE(send_v6) { return sends(v6(), SOCK_DGRAM, 0); }
ESCAPE(send_unix) { return sends(at_path(outside("datagrams")), SOCK_DGRAM, 0); }
/// Connects and sends in one.
ESCAPE(send_fast) { return sends(v4(), SOCK_STREAM, MSG_FASTOPEN); }

static struct msghdr message(struct address *address) {
  static struct iovec byte = {"x", 1};
  return (struct msghdr){
      .msg_name = &address->any, .msg_namelen = address->length, .msg_iov = &byte, .msg_iovlen = 1};
}
ESCAPE(send_message) {
  struct address address = v4();
  struct msghdr header = message(&address);
  return could(sendmsg(new_socket(address, SOCK_DGRAM), &header, 0));
}
ESCAPE(send_messages) {
  struct address address = v4();
  struct mmsghdr header = {message(&address)};
  return could(sendmmsg(new_socket(address, SOCK_DGRAM), &header, 1, 0));
}

// ---- waiting for others ---------------------------------------------------------------------------------------------
static bool listens(struct address address) {
  int server = new_socket(address, SOCK_STREAM);
  return could(bind(server, &address.any, address.length)) && could(listen(server, 1));
}
ESCAPE(listen_v4) { return listens(v4_at(INADDR_ANY, 4242)); }
ESCAPE(listen_v6) { return listens(v6_at(in6addr_any, 4242)); }
ESCAPE(listen_unix) { return listens(at_path(outside("new"))); }
/// Without a bind the kernel chooses a port.
ESCAPE(listen_unbound) { return could(listen(socket(AF_INET, SOCK_STREAM, 0), 1)); }

// ---- other sockets --------------------------------------------------------------------------------------------------
ESCAPE(socket_raw) { return could(socket(AF_INET, SOCK_RAW, IPPROTO_ICMP)); }
ESCAPE(socket_packet) { return could(socket(AF_PACKET, SOCK_RAW, 0)); }
ESCAPE(socket_netlink) { return could(socket(AF_NETLINK, SOCK_DGRAM, NETLINK_ROUTE)); }
ESCAPE(socket_vsock) { return could(socket(AF_VSOCK, SOCK_STREAM, 0)); }
/// A protocol that the kernel would load a module for.
ESCAPE(socket_sctp) { return was_let_in(socket(AF_INET, SOCK_STREAM, IPPROTO_SCTP)); }
/// The machine's own addresses.
ESCAPE(list_interfaces) {
  struct ifreq interfaces[16];
  struct ifconf all = {sizeof interfaces, {(void *)interfaces}};
  return could(ioctl(socket(AF_INET, SOCK_DGRAM, 0), SIOCGIFCONF, &all));
}
ESCAPE(socket_crypto) { return could(socket(AF_ALG, SOCK_SEQPACKET, 0)); }

/// Two ends of its own lead nowhere.
ATTACK(socket_pair) {
  int ends[2];
  char byte;
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0 && write(ends[0], "x", 1) == 1) read(ends[1], &byte, 1);
}
