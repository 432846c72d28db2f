package io.github.imagemaven.layer;

import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;

/**
 * A layer that has been written.
 *
 * @param name what people call it, "dependencies"
 * @param descriptor media type, digest and size of the compressed blob
 * @param diffId the digest of the tar inside, as the image's config lists it
 */
public record Layer(String name, Descriptor descriptor, Digest diffId) {}
