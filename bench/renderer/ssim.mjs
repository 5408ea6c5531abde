// How alike are two pictures? Mean structural similarity (Wang et al. 2004) of luma over windows of 8×8, 1 for equal ones.

/** Decodes and compares two PNGs in base64, in a page of `browser`. */
export async function ssimIn(browser, one, two) {
  const page = await browser.newPage();
  try {
    return await page.evaluate(
      async (files) => {
        const lumas = [];
        let width = 0;
        for (const file of files) {
          const bitmap = await globalThis.createImageBitmap(await (await fetch(`data:image/png;base64,${file}`)).blob());
          width = bitmap.width;
          const context = new globalThis.OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
          context.drawImage(bitmap, 0, 0);
          const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
          lumas.push(Float64Array.from({ length: data.length / 4 }, (_, at) => 0.2126 * data[at * 4] + 0.7152 * data[at * 4 + 1] + 0.0722 * data[at * 4 + 2]));
        }
        const [a, b] = lumas;
        const [c1, c2, side] = [(0.01 * 255) ** 2, (0.03 * 255) ** 2, 8];
        let [sum, count] = [0, 0];
        for (let top = 0; top + side <= a.length / width; top += 4) {
          for (let left = 0; left + side <= width; left += 4) {
            let [ma, mb, aa, bb, ab] = [0, 0, 0, 0, 0];
            for (let y = top; y < top + side; y++) {
              for (let x = left; x < left + side; x++) {
                const [p, q] = [a[y * width + x], b[y * width + x]];
                ma += p;
                mb += q;
                aa += p * p;
                bb += q * q;
                ab += p * q;
              }
            }
            const n = side * side;
            [ma, mb] = [ma / n, mb / n];
            const [va, vb, cov] = [aa / n - ma * ma, bb / n - mb * mb, ab / n - ma * mb];
            sum += ((2 * ma * mb + c1) * (2 * cov + c2)) / ((ma * ma + mb * mb + c1) * (va + vb + c2));
            count += 1;
          }
        }
        return sum / count;
      },
      [one, two],
    );
  } finally {
    await page.close();
  }
}
