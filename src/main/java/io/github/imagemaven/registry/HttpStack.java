package io.github.imagemaven.registry;

import io.github.imagemaven.report.Code;
import io.github.imagemaven.report.Log;
import java.io.IOException;
import java.net.ProxySelector;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.Dns;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * OkHttp as this room uses it: one pool of connections and threads for all hosts, no redirect,
 * challenge or retry that we did not decide on, and calls that end when their thread is
 * interrupted.
 *
 * <p>HTTP/1.1 alone, though OkHttp can do HTTP/2: what we send is a few large bodies, and cut into
 * frames on one connection they take a quarter longer, and more of the processor, than on a
 * connection each. A host sees at most {@link RegistryHost#MOST_REQUESTS} of them and {@link
 * RegistryHost#MOST_DOWNLOADS}.
 *
 * <p>One thing OkHttp still does by itself: a request without a body that hits a pooled connection
 * which the server has closed meanwhile is sent again on a new one. Requests with a body are never
 * repeated by it, their bodies are one-shot; so a request that must not be repeated has one, and be
 * it empty.
 *
 * <p>Timeouts are for silence: a transfer may take as long as bytes move. What is no transfer has a
 * limit for the whole besides, up to the end of the answer's headers here and in {@link
 * WholeAnswer} from there.
 */
final class HttpStack implements AutoCloseable {
  /** How long a connection may take to come about. */
  static final Duration CONNECT = Duration.ofSeconds(20);

  /** How long a server may be silent. */
  static final Duration SILENCE = Duration.ofSeconds(60);

  /** How long to wait for a sign that a loopback port speaks TLS. */
  static final Duration GREETING = Duration.ofSeconds(5);

  /**
   * How long a server may take to commit a blob. GHCR takes 5 to 11 s to commit 700 MB; a slow disk
   * takes minutes.
   */
  static final Duration COMMIT = Duration.ofMinutes(10);

  private final RegistryOptions options;
  private final Dns dns;
  private final CipherRehearsal rehearsal;
  private final Proxies proxies;
  private @Nullable Shared shared;
  private @Nullable OkHttpClient strict;
  private @Nullable OkHttpClient trusting;
  private volatile boolean closed;
  private volatile boolean deletesNoMore;

  HttpStack(RegistryOptions options, Dns dns, Log log) {
    this.options = options;
    this.dns = dns;
    this.rehearsal = new CipherRehearsal(log);
    this.proxies = new Proxies(options.proxies(), ProxySelector.getDefault());
  }

  /** What both clients have in common. */
  private record Shared(ExecutorService threads, Dispatcher dispatcher, ConnectionPool pool) {
    static Shared open() {
      ExecutorService threads =
          Executors.newCachedThreadPool(
              task -> {
                Thread thread = new Thread(task, "image-registry");
                thread.setDaemon(true);
                return thread;
              });
      Dispatcher dispatcher = new Dispatcher(threads);
      // The limit that counts is each host's own, which knows the port: see RegistryHost.
      dispatcher.setMaxRequests(1000);
      dispatcher.setMaxRequestsPerHost(1000);
      return new Shared(threads, dispatcher, new ConnectionPool(64, 1, TimeUnit.MINUTES));
    }

    void close() {
      dispatcher.cancelAll();
      pool.evictAll();
      threads.shutdown();
    }
  }

  /**
   * Each is made when it is first needed: loading OkHttp takes a cold JVM a quarter of a second,
   * and reading the certificates that the JDK trusts, which a loopback registry does not ask for,
   * as long again.
   */
  synchronized OkHttpClient client(boolean trustAny) {
    if (trustAny) {
      trusting = trusting == null ? trusting() : trusting;
      return trusting;
    }
    strict = strict == null ? common().build() : strict;
    return strict;
  }

  private OkHttpClient trusting() {
    TrustAll trustAll = new TrustAll();
    return common()
        .sslSocketFactory(trustAll.socketFactory(), trustAll)
        .hostnameVerifier((host, session) -> true)
        .build();
  }

  private OkHttpClient.Builder common() {
    shared = shared == null ? Shared.open() : shared;
    return new OkHttpClient.Builder()
        .dispatcher(shared.dispatcher())
        .connectionPool(shared.pool())
        .dns(dns)
        .socketFactory(new PromptSockets())
        .proxySelector(proxies)
        .proxyAuthenticator(proxies)
        .addNetworkInterceptor(proxies)
        .protocols(List.of(Protocol.HTTP_1_1))
        .followRedirects(false)
        .followSslRedirects(false)
        .connectTimeout(CONNECT)
        .readTimeout(SILENCE)
        .writeTimeout(SILENCE);
  }

  /**
   * Sends one request; the caller closes the response.
   *
   * @param trustAny whether any certificate will do
   * @param silence how long the server may be silent before it answers, and within its answer
   * @param whole how long it may take until the answer's headers have arrived; null where a blob's
   *     bytes have to go there before
   * @throws SlowAnswerException where that has passed
   * @throws UnansweredException where the calling thread is interrupted; the call has ended then
   * @throws RegistryException where this is closed, before or meanwhile, or deletes no more:
   *     another try cannot help
   */
  Response send(Request request, boolean trustAny, Duration silence, @Nullable Duration whole)
      throws IOException, InterruptedException {
    if (closed) {
      throw ended(request, null);
    }
    if (deletesNoMore && request.method().equals("DELETE")) {
      throw new RegistryException(
          Code.PUBLICATION, "the run was interrupted, and nothing more is deleted", null);
    }
    OkHttpClient client = client(trustAny);
    if (!silence.equals(SILENCE)) {
      client = client.newBuilder().readTimeout(silence).build();
    }
    RequestBody body = request.body();
    warmUp(request, body == null ? 0 : body.contentLength());
    Call call = client.newCall(request);
    CompletableFuture<Response> answer = new CompletableFuture<>();
    call.enqueue(
        new Callback() {
          @Override
          public void onFailure(Call failed, IOException e) {
            answer.completeExceptionally(e);
          }

          @Override
          public void onResponse(Call done, Response response) {
            if (!answer.complete(response)) {
              response.close();
            }
          }
        });
    Response response = await(call, answer, whole);
    warmUp(request, response.body().contentLength());
    return response;
  }

  private void warmUp(Request request, long bytes) {
    if (request.isHttps() && bytes >= CipherRehearsal.MUCH) {
      rehearsal.hold();
    }
  }

  private Response await(Call call, CompletableFuture<Response> answer, @Nullable Duration whole)
      throws IOException, InterruptedException {
    try {
      return whole == null ? answer.get() : answer.get(whole.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      end(call, answer);
      throw new UnansweredException();
    } catch (TimeoutException e) {
      end(call, answer);
      throw SlowAnswerException.ofHeaders(whole);
    } catch (ExecutionException e) {
      if (closed) {
        throw ended(call.request(), e.getCause());
      }
      throw e.getCause() instanceof IOException io
          ? proxies.explained(call.request().url(), io)
          : new IOException("the request failed", e.getCause());
    }
  }

  private static void end(Call call, CompletableFuture<Response> answer) {
    call.cancel();
    if (!answer.cancel(false) && !answer.isCompletedExceptionally()) {
      answer.join().close();
    }
  }

  private static RegistryException ended(Request request, @Nullable Throwable cause) {
    return new RegistryException(
        Code.PUBLICATION,
        request.url().host() + " is not asked any more: this run's connections have been closed.",
        cause);
  }

  /** From now on a DELETE is refused and not sent. */
  void endDeletions() {
    deletesNoMore = true;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (shared != null) {
      shared.close();
    }
  }
}
