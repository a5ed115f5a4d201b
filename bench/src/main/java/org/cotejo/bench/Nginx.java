package org.cotejo.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cotejo.bench.Comparison.Part;
import org.cotejo.bench.Refuser.Way;

/// nginx with one worker: turning everybody away in all the ways it knows, or letting so many a
/// second through to another server.
final class Nginx {
  private static final Path STREAM = Path.of("/usr/lib/nginx/modules/ngx_stream_module.so");

  private static final String CONFIGURATION =
      """
      %MODULE%
      daemon off;
      worker_processes 1;
      pid %DIR%/nginx.pid;
      error_log %DIR%/nginx.log crit;
      events { worker_connections 16384; multi_accept on; }
      http {
        access_log off;
        keepalive_requests 1000000000;
        client_body_temp_path %DIR%/nginx-body;
        proxy_temp_path %DIR%/nginx-proxy;
        fastcgi_temp_path %DIR%/nginx-fastcgi;
        uwsgi_temp_path %DIR%/nginx-uwsgi;
        scgi_temp_path %DIR%/nginx-scgi;
      %HTTP%
      }
      %STREAM%
      """;

  private static final String REFUSING =
      """
        server { listen %ANSWERING% backlog=4096; return 403; }
        server { listen %SILENT% backlog=4096; return 444; }
        server {
          listen %HANDSHAKING% ssl backlog=4096;
          ssl_certificate %CERTIFICATE%;
          ssl_certificate_key %KEY%;
          ssl_session_tickets off;
          ssl_session_cache off;
          return 403;
        }
      """;

  private static final String PREREADING =
      """
      stream {
        map $ssl_preread_server_name $verdict { default ""; known.example "known"; }
        server { listen %PREREAD% backlog=4096; ssl_preread on; return $verdict; }
      }
      """;

  private static final String LIMITING =
      """
        limit_req_zone $binary_remote_addr zone=senders:32m rate=10r/s;
        upstream lane { server %LANE%; keepalive 64; }
        server {
          listen %LIMITED% backlog=4096;
          limit_req zone=senders burst=20 nodelay;
          limit_req_status 429;
          client_max_body_size 16k;
          proxy_http_version 1.1;
          proxy_set_header Connection "";
          location / { proxy_pass http://lane; }
        }
      """;

  private Nginx() {}

  /// @param prefix what to start it with, such as `taskset -c 0`
  static Refuser refusing(Path directory, Certificate certificate, List<String> prefix)
      throws IOException {
    List<InetSocketAddress> free = Ports.free(4);
    boolean hasStream = Files.exists(STREAM);
    String configuration =
        CONFIGURATION
            .replace("%MODULE%", hasStream ? "load_module " + STREAM + ";" : "")
            .replace("%HTTP%", REFUSING)
            .replace("%STREAM%", hasStream ? PREREADING : "")
            .replace("%ANSWERING%", Ports.text(free.get(0)))
            .replace("%SILENT%", Ports.text(free.get(1)))
            .replace("%HANDSHAKING%", Ports.text(free.get(2)))
            .replace("%PREREAD%", Ports.text(free.get(3)))
            .replace("%CERTIFICATE%", certificate.chain().toString())
            .replace("%KEY%", certificate.key().toString());
    return new Refuser(
        Part.PEER,
        start(directory, configuration, prefix, free.subList(0, 3)),
        Optional.of(new Way("nginx, return 403", free.get(0))),
        Optional.of(new Way("nginx, return 444", free.get(1))),
        Optional.of(new Way("nginx stream, ssl_preread", free.get(3))).filter(way -> hasStream),
        Optional.of(new Way("nginx, whole handshake, 403", free.get(2))));
  }

  /// nginx as people put it in front of a server: so many requests a second from each address.
  static Process limiting(Path directory, InetSocketAddress limited, InetSocketAddress lane)
      throws IOException {
    String configuration =
        CONFIGURATION
            .replace("%MODULE%", "")
            .replace("%HTTP%", LIMITING)
            .replace("%STREAM%", "")
            .replace("%LIMITED%", Ports.text(limited))
            .replace("%LANE%", Ports.text(lane));
    return start(directory, configuration, List.of(), List.of(limited));
  }

  private static Process start(
      Path directory, String configuration, List<String> prefix, List<InetSocketAddress> listening)
      throws IOException {
    Path file = directory.resolve("nginx.conf");
    Files.writeString(file, configuration.replace("%DIR%", directory.toString()));
    List<String> command = new ArrayList<>(prefix);
    command.addAll(
        Program.NGINX.command("-c", file.toString(), "-p", directory.toString(), "-e", "stderr"));
    return Ports.start(command, directory.resolve("nginx.out"), listening);
  }
}
